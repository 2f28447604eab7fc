package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.Waker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A task that another thread completes. Between two polls the task may move to another parent, and
 * with it to another waker; therefore every poll stores the waker anew, and the other thread wakes
 * the one that came last.
 */
final class TimerFuture implements Program {
  private static final Duration NAP = Duration.ofMillis(200);

  /** What the task and the other thread share, under its lock. */
  static final class Shared implements Task<@Nullable Void> {
    private boolean completed;
    private @Nullable Waker waker;

    @Override
    public synchronized Poll<@Nullable Void> poll(Context context) {
      if (completed) {
        return Poll.ready(null);
      }
      waker = context.waker();
      return Poll.pending();
    }

    /** First the result, then the wake; and the wake without the lock, since it may do anything. */
    void complete() {
      Waker last;
      synchronized (this) {
        completed = true;
        last = waker;
        waker = null;
      }
      if (last != null) {
        last.wake();
      }
    }
  }

  @Override
  public String name() {
    return "timer-future";
  }

  @Override
  public String summary() {
    return "a task that another thread completes, after it moved to another waker";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    Shared future = new Shared();
    AtomicInteger firstWoken = new AtomicInteger();
    boolean early = future.poll(Context.of(firstWoken::incrementAndGet)).isReady();
    out.println("polled by hand: " + (early ? "ready" : "pending"));

    Thread foreign = new Thread(() -> sleepThenComplete(future), "foreign");
    try (TaskRuntime runtime = TaskRuntime.start()) {
      JoinHandle<@Nullable Void> handle = runtime.spawn(future);
      runtime.blockOn(Tasks.yieldNow()); // comes behind the future, so it has been polled now
      out.println("polled by a runtime: " + (handle.isDone() ? "ready" : "pending"));
      foreign.start();
      handle.join();
      out.println("completed by a foreign thread: ready");
      out.println("wakes of the first waker: " + firstWoken);
    } finally {
      Threads.join(foreign);
    }
  }

  private static void sleepThenComplete(Shared future) {
    try {
      Thread.sleep(NAP);
      future.complete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
