package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field         written by                      read by       mode, guard
 *   state         poller or forker, canceller     any thread    compare-and-set from NEW                [E1]
 *   interrupted   canceller, once                 the thread    volatile, set before the interrupt      [E2]
 *   result        the thread                      the poller    see Promise
 *   failure       the thread, before its result   any thread    volatile
 * Ordering
 *   E1  Exactly one of NEW → STARTED and NEW → CANCELLED succeeds, so a task that was cancelled before its start has no thread.
 *   E2  See Limit, E3.
 * States     NEW → STARTED or CANCELLED.
 * Failure    what the body or its decorator throws is the task's failure, and so is a thread that cannot be started.
 * Evidence   ForkTest, StormTest. Races: StartAgainstCancelRace (E1), CancelInLimitRace (E2)
 */
/** A task whose work is done by a virtual thread of its own. */
final class ThreadTask<T extends @Nullable Object> implements Task<T>, Strand {
  private static final int NEW = 0;
  private static final int STARTED = 1;
  private static final int CANCELLED = 2;

  private final LoomBridge bridge;
  private final Decorated<T> body;
  private final Thread thread;
  private final Promise<T> result = new Promise<>();
  private final Task<T> wait = result.asTask();
  private final AtomicInteger state = new AtomicInteger(NEW);
  private final boolean startedByPoll;
  private volatile boolean interrupted;
  private volatile @Nullable Throwable failure;

  private ThreadTask(
      LoomBridge bridge,
      @Nullable String name,
      @Nullable Scope scope,
      boolean startedByPoll,
      Callable<? extends T> body) {
    this.bridge = bridge;
    this.body = bridge.decorated(body);
    this.startedByPoll = startedByPoll;
    this.thread =
        bridge.thread(
            name, true, new Frame(bridge, this, scope, null), bridge.access.callSite(), this::work);
  }

  /** One that starts its thread when it is first polled. */
  static <T extends @Nullable Object> ThreadTask<T> lazy(
      LoomBridge bridge, Callable<? extends T> body) {
    return new ThreadTask<>(bridge, null, null, true, body);
  }

  /** One that is started by who forks it, after it was handed to the runtime. */
  static <T extends @Nullable Object> ThreadTask<T> forked(
      LoomBridge bridge, String name, @Nullable Scope scope, Callable<? extends T> body) {
    return new ThreadTask<>(bridge, name, scope, false, body);
  }

  Thread thread() {
    return thread;
  }

  @Override
  public boolean isInterruptedByOwner() {
    return interrupted;
  }

  /** Starts the thread, unless it was started or the task was cancelled. */
  void start() {
    if (state.compareAndSet(NEW, STARTED)) {
      try {
        bridge.threads.start(thread);
      } catch (Throwable notStarted) {
        result.fail(notStarted);
        throw notStarted;
      }
    }
  }

  private void work() {
    try {
      result.complete(body.call());
    } catch (Throwable t) {
      failure = t;
      result.fail(t);
    }
  }

  /** What the body threw. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public Poll<T> poll(Context context) throws Exception {
    if (startedByPoll) {
      start();
    }
    return wait.poll(context);
  }

  @Override
  public void cancel() {
    wait.cancel();
    if (state.compareAndSet(NEW, CANCELLED)) {
      bridge.threads.forget(thread);
    } else {
      interrupted = true;
      thread.interrupt();
    }
  }

  @Override
  public String toString() {
    return "thread '" + thread.getName() + "'";
  }
}
