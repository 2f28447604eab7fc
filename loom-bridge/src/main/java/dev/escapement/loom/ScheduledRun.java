package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field         written by                        read by       mode, guard
 *   state         any thread                        any thread    compare-and-set                                   [E1]
 *   timer         who arms; null: who ends it       any thread    volatile                                          [E2]
 *   deadline      creator; the runner, between      any thread    volatile
 *                 two runs
 *   firedAt       who begins the run                the runner    plain, published by the thread's start
 *   runner        who begins the run; who ends it   canceller     volatile, set before RUNNING is; null after the end
 *   interrupted   canceller                         the runner    volatile, set before the interrupt (Limit, E3)
 *   work          creator; who ends it              the runner    volatile; null after the end
 *   result        who ends it, once                 any thread    see Promise
 * Ordering
 *   E1  Every step is one compare-and-set on state, and what belongs to a state belongs to whoever left it: exactly one of the
 *       run's end, a cancel, and a shutdown tells the result and counts the run out.
 *   E2  who arms: set timer, register it, look at state.  canceller: set state, look at timer. At least one of them takes the
 *       timer out.
 * States     WAITING → DUE → RUNNING → DONE, and RUNNING → WAITING after each run of a periodic one. WAITING, DUE, RUNNING → CANCELLED.
 *            WAITING, DUE → RETURNED (by shutdownNow) → CANCELLED.
 * Failure    what the body throws is the result, and so is what the decorator throws. A thread that cannot be started fails the run.
 * Evidence   ScheduledRunTest, PeriodicTest, ExecutorShutdownTest, RunBoundTest, DecoratorTest, StormTest.
 *            Races: CancelAgainstShutdownRace, CancelAgainstRunRace (E1), ArmAgainstCancelRace (E2)
 */
/** A submission to a {@link LoomScheduledExecutor}: its timer, its runs and its result. */
final class ScheduledRun<V extends @Nullable Object>
    implements RunnableScheduledFuture<V>, Waker, Strand {
  private static final int WAITING = 0;
  private static final int DUE = 1;
  private static final int RUNNING = 2;
  private static final int RETURNED = 3;
  private static final int DONE = 4;
  private static final int CANCELLED = 5;

  private final LoomScheduledExecutor executor;
  private final LoomBridge bridge;
  private final long sequence;
  private final @Nullable StackTraceElement askedAt;

  /** Zero for a single run, above zero for a fixed rate, below zero for a fixed delay. */
  private final long period;

  private final Promise<V> result = new Promise<>();
  private final AtomicInteger state = new AtomicInteger(WAITING);
  private volatile @Nullable Decorated<V> work;
  private volatile @Nullable Sleep timer;
  private volatile @Nullable Thread runner;
  private volatile boolean interrupted;
  private volatile long deadline;
  private long firedAt;

  ScheduledRun(
      LoomScheduledExecutor executor,
      long sequence,
      Callable<? extends V> body,
      long deadline,
      long period) {
    this.executor = executor;
    this.bridge = executor.bridge;
    this.sequence = sequence;
    this.askedAt = bridge.access.callSite();
    this.deadline = deadline;
    this.period = period;
    this.work = bridge.decorated(body);
  }

  // Waiting and beginning

  /** Registers the timer for the next run. */
  void arm() {
    Sleep next = bridge.runtime.sleepUntil(deadline);
    timer = next;
    try {
      if (next.poll(Context.of(this)).isReady()) {
        due();
      } else if (state.get() != WAITING) {
        next.cancel();
      }
    } catch (CancellationException e) {
      wake(); // it was cancelled before, or the runtime is closed
    }
  }

  /** The timer has fired or was cancelled, by us or by the end of the runtime. */
  @Override
  public void wake() {
    Sleep fired = timer;
    if (fired != null && fired.isElapsed()) {
      due();
    } else {
      cancel(WAITING, false);
    }
  }

  private void due() {
    if (state.compareAndSet(WAITING, DUE)) {
      firedAt = bridge.access.turnNanos();
      executor.begin(this);
    }
  }

  /** Starts the thread of a run that is due; false if it was cancelled. */
  boolean start() {
    Decorated<V> next = work;
    if (next == null || !executor.mayRun(this)) {
      if (!executor.isStopped()) { // else shutdownNow takes it back, or its submitter cancels it
        cancel(DUE, false);
      }
      return false;
    }
    boolean begun = false;
    try {
      Thread thread =
          bridge.thread(null, false, new Frame(bridge, this, null, null), askedAt, () -> run(next));
      runner = thread;
      begun = state.compareAndSet(DUE, RUNNING);
      if (begun) {
        bridge.threads.start(thread);
      } else {
        bridge.threads.forget(thread);
      }
      return begun;
    } catch (Throwable notStarted) {
      boolean ended = end(begun ? RUNNING : DUE, notStarted);
      if (begun || ended) {
        executor.left(this);
      }
      return false;
    }
  }

  // The run, on its own thread

  private void run(Decorated<V> once) {
    bridge.access.recordResumeLag(bridge.runtime.nanoTime() - firedAt);
    if (state.get() != RUNNING) { // cancelled before it began
      finish();
      return;
    }
    V value;
    try {
      value = once.call();
    } catch (Throwable thrown) {
      fail(thrown);
      return;
    }
    succeed(value);
  }

  private void fail(Throwable thrown) {
    var _ = end(RUNNING, thrown);
    finish();
  }

  private void succeed(V value) {
    if (period != 0) {
      repeat();
      return;
    }
    if (state.compareAndSet(RUNNING, DONE)) {
      release();
      result.complete(value);
    }
    finish();
  }

  private void repeat() {
    deadline =
        period > 0 ? saturated(deadline, period) : saturated(bridge.runtime.nanoTime(), -period);
    if (!executor.mayRun(this)) {
      cancel(RUNNING, false);
    }
    if (state.compareAndSet(RUNNING, WAITING)) {
      executor.ranOnce();
      arm();
      cancelUnlessAllowed();
    } else {
      finish();
    }
  }

  /** The thread has done its last. */
  private void finish() {
    executor.ranOnce();
    executor.left(this);
  }

  static long saturated(long time, long by) {
    long sum = time + by;
    return by == Long.MAX_VALUE || sum < time ? Long.MAX_VALUE : sum;
  }

  // The end

  private boolean end(int from, Throwable cause) {
    if (!state.compareAndSet(from, DONE)) {
      return false;
    }
    release();
    return result.fail(cause);
  }

  private void release() {
    work = null;
    timer = null;
    runner = null;
  }

  /** Leaves a state for CANCELLED; false if it was not in that state. */
  private boolean cancel(int from, boolean interrupt) {
    if (!state.compareAndSet(from, CANCELLED)) {
      return false;
    }
    Sleep armed = timer;
    Thread running = runner;
    release();
    if (armed != null) {
      armed.cancel();
    }
    try {
      if (from == RUNNING && interrupt && running != null) {
        interrupted = true;
        running.interrupt(); // may close a channel, and throw what that throws
      }
    } finally {
      result.fail(new CancellationException("the task was cancelled"));
      if (from == WAITING || from == DUE) {
        executor.left(this);
      }
    }
    return true;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    while (true) {
      int s = state.get();
      if (s == DONE || s == CANCELLED) {
        return false;
      }
      if (cancel(s, mayInterruptIfRunning)) {
        return true;
      }
    }
  }

  /** For shutdown: cancels what has not begun and is not allowed to. */
  void cancelUnlessAllowed() {
    if (!executor.mayRun(this) && !cancel(WAITING, false)) {
      cancel(DUE, false); // due, but the bound has not let it begin
    }
  }

  /** For shutdownNow: true if it had not begun; a run that is under way is interrupted. */
  boolean takeBack() {
    while (true) {
      int s = state.get();
      if (s == RUNNING) {
        Thread running = runner;
        interrupted = true;
        if (running != null) {
          running.interrupt();
        }
        return false;
      }
      if (s != WAITING && s != DUE) {
        return false;
      }
      if (state.compareAndSet(s, RETURNED)) {
        Sleep armed = timer;
        if (armed != null) {
          armed.cancel();
        }
        executor.left(this);
        return true;
      }
    }
  }

  /** What shutdownNow has returned cannot be run any more: as in the JDK, it is cancelled. */
  @Override
  public void run() {
    cancel(RETURNED, false);
  }

  @Override
  public boolean isInterruptedByOwner() {
    return interrupted;
  }

  // What the holder of the future sees

  @Override
  public boolean isPeriodic() {
    return period != 0;
  }

  @Override
  public boolean isDone() {
    return state.get() >= DONE;
  }

  @Override
  public boolean isCancelled() {
    return state.get() == CANCELLED;
  }

  @Override
  public V get() throws InterruptedException, ExecutionException {
    endedBy(Long.MAX_VALUE);
    return report();
  }

  @Override
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long nanos = requireNonNull(unit, "unit").toNanos(timeout);
    if (!endedBy(saturated(bridge.runtime.nanoTime(), Math.max(0, nanos)))) {
      throw new TimeoutException(this + " had not ended after " + Duration.ofNanos(nanos));
    }
    return report();
  }

  /** Blocks until there is a result, or until its time is over; false in the latter case. */
  boolean endedBy(long deadlineNanos) throws InterruptedException {
    if (result.isDone()) {
      return true;
    }
    if (isDone()) { // whoever decided it is about to tell the result
      return bridge.endedBy(Long.MAX_VALUE, result.asTask());
    }
    bridge.refuseOnCarrier("get");
    return bridge.endedBy(deadlineNanos, result.asTask());
  }

  /** Calls back once there is a result. */
  void whenEnded(Runnable action) {
    var told = new AtomicBoolean();
    Waker once =
        () -> {
          if (told.compareAndSet(false, true)) {
            action.run();
          }
        };
    if (new Ended(result.asTask()).poll(Context.of(once)).isReady()) {
      once.wake();
    }
  }

  /** The result, once there is one. */
  V report() throws ExecutionException {
    if (isCancelled()) {
      throw new CancellationException(this + " has no result");
    }
    return LoomBridge.outcome(result);
  }

  /** The number of the submission. */
  long sequence() {
    return sequence;
  }

  /** When the next run is due, on the runtime's clock. */
  long deadlineNanos() {
    return deadline;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    long left = Frame.left(deadline, bridge.runtime.nanoTime());
    return requireNonNull(unit, "unit").convert(left, TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    if (requireNonNull(other, "other") == this) {
      return 0;
    }
    if (other instanceof ScheduledRun<?> run && run.bridge.runtime == bridge.runtime) {
      int byTime = Long.compare(deadline, run.deadline);
      return byTime != 0 ? byTime : Long.compare(sequence, run.sequence);
    }
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }

  @Override
  public String toString() {
    String now =
        switch (state.get()) {
          case WAITING -> "waiting";
          case DUE -> "due";
          case RUNNING -> "running";
          case RETURNED -> "returned by shutdownNow";
          case CANCELLED -> "cancelled";
          default -> "done";
        };
    return "task " + sequence + " of " + executor + ", " + now;
  }
}
