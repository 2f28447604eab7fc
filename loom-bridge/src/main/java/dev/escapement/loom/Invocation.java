package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Several submissions at once, for a thread that waits for them until a deadline. */
record Invocation(LoomScheduledExecutor executor) {
  <T extends @Nullable Object> List<Future<T>> all(
      Collection<? extends Callable<T>> tasks, long deadline) throws InterruptedException {
    List<Callable<T>> bodies = bodies(tasks);
    executor.bridge.refuseOnCarrier("invokeAll");
    List<ScheduledRun<T>> started = new ArrayList<>();
    try {
      for (Callable<T> body : bodies) {
        started.add(executor.submit("invokeAll", body, executor.now(), 0));
      }
      for (ScheduledRun<T> run : started) {
        if (!run.endedBy(deadline)) {
          break;
        }
      }
      return new ArrayList<>(started);
    } finally {
      started.forEach(run -> run.cancel(true));
    }
  }

  <T extends @Nullable Object> T any(Collection<? extends Callable<T>> tasks, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Callable<T>> bodies = bodies(tasks);
    if (bodies.isEmpty()) {
      throw new IllegalArgumentException("tasks is empty; allowed is one task or more");
    }
    executor.bridge.refuseOnCarrier("invokeAny");
    Promise<T> first = new Promise<>();
    AtomicInteger left = new AtomicInteger(bodies.size());
    List<ScheduledRun<T>> started = new ArrayList<>();
    try {
      for (Callable<T> body : bodies) {
        ScheduledRun<T> run = executor.submit("invokeAny", body, executor.now(), 0);
        started.add(run);
        run.whenEnded(() -> decide(run, first, left));
      }
      if (!executor.bridge.endedBy(deadline, first.asTask())) {
        throw new TimeoutException("no task had ended well in time");
      }
      return LoomBridge.outcome(first);
    } finally {
      started.forEach(run -> run.cancel(true));
    }
  }

  /** The first success decides, or the last failure; a run that was cancelled has failed. */
  private static <T extends @Nullable Object> void decide(
      ScheduledRun<T> run, Promise<T> first, AtomicInteger left) {
    Throwable failure;
    try {
      first.complete(run.report());
      return;
    } catch (ExecutionException e) {
      failure = requireNonNull(e.getCause());
    } catch (CancellationException e) {
      failure = e;
    }
    if (left.decrementAndGet() == 0) {
      first.fail(failure);
    }
  }

  private static <T extends @Nullable Object> List<Callable<T>> bodies(
      Collection<? extends Callable<T>> tasks) {
    List<Callable<T>> bodies = new ArrayList<>(requireNonNull(tasks, "tasks"));
    bodies.forEach(body -> requireNonNull(body, "a task"));
    return bodies;
  }
}
