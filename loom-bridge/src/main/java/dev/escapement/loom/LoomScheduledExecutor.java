package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Sleep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field             written by    read by       mode, guard
 *   life              any thread    any thread    see ExecutorLife                                  [E1]
 *   runs              any thread    any thread    concurrent set: admitted and not ended            [E1]
 *   keepDelayed,      any thread    any thread    volatile
 *   keepPeriodic
 *   gate              constructor   any thread    see RunGate
 *   runtimeEnd        constructor   any thread    final
 *   runtimeClosed     the carrier   any thread    volatile                                          [E1]
 * Ordering
 *   E1  submitter: add the run, arm it, look at the phase.  who shuts down: set the phase, go through the runs. At least one of them
 *       applies the policy to each run. The end of the runtime is such a phase, too. Every run looks once more before it begins.
 * Failure    what a task throws is its future's.
 * Evidence   ExecutorContractTest, ExecutorInvokeTest, ExecutorShutdownTest, ExecutorCloseTest, RunBoundTest, StormTest.
 *            Race: SubmitAgainstShutdownRace (E1)
 */
/**
 * A {@link ScheduledExecutorService} that does every run on a new virtual thread, with the contract
 * of {@link java.util.concurrent.ScheduledThreadPoolExecutor}: a periodic task never overlaps
 * itself, its first exception ends it and is seen through its future; after {@link #shutdown}
 * delayed tasks still run and periodic ones do not, unless the two policies say otherwise. Other
 * than there, no task ever waits for another one, unless the bridge sets a bound ({@link
 * Builder#maxConcurrentRuns}), and cancelled timers are gone at once.
 *
 * <p>A periodic task at a fixed rate that falls behind catches up, one run after another. Delays
 * too long for nanoseconds mean never. When the runtime closes, what has not begun is cancelled;
 * runs that are under way end by themselves.
 *
 * <p>All methods may be called by any thread; on a carrier's own, those that block throw {@link
 * IllegalStateException}.
 */
public final class LoomScheduledExecutor implements ScheduledExecutorService {
  final LoomBridge bridge;
  private final ExecutorLife life = new ExecutorLife();
  private final Set<ScheduledRun<?>> runs = ConcurrentHashMap.newKeySet();
  private final @Nullable RunGate gate;
  private final AtomicLong sequence = new AtomicLong();

  /** Never due: it only ends with the runtime, or with this executor. */
  private final Sleep runtimeEnd;

  private volatile boolean runtimeClosed;
  private volatile boolean keepDelayed = true;
  private volatile boolean keepPeriodic;

  LoomScheduledExecutor(LoomBridge bridge, int maxConcurrentRuns) {
    this.bridge = bridge;
    this.gate = maxConcurrentRuns == Integer.MAX_VALUE ? null : new RunGate(maxConcurrentRuns);
    this.runtimeEnd = bridge.runtime.sleepUntil(Long.MAX_VALUE);
    if (new Ended(runtimeEnd).poll(Context.of(this::onRuntimeEnd)).isReady()) {
      runtimeClosed = true;
    }
  }

  // Submitting

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return submit("schedule", callable(command), after(delay, unit), 0);
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> callable, long delay, TimeUnit unit) {
    requireNonNull(callable, "callable");
    return submit("schedule", callable, after(delay, unit), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return periodic("scheduleAtFixedRate", "period", command, initialDelay, period, unit, 1);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return periodic("scheduleWithFixedDelay", "delay", command, initialDelay, delay, unit, -1);
  }

  private ScheduledFuture<?> periodic(
      String call,
      String what,
      Runnable command,
      long first,
      long period,
      TimeUnit unit,
      int sign) {
    Callable<?> body = callable(command);
    requireNonNull(unit, "unit");
    if (period <= 0) {
      throw new IllegalArgumentException(what + " is " + period + "; allowed is 1 or more");
    }
    return submit(call, body, after(first, unit), sign * unit.toNanos(period));
  }

  @Override
  public void execute(Runnable command) {
    var _ = submit("execute", callable(command), now(), 0);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return submit("submit", callable(task), now(), 0);
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
    return submit("submit", Executors.callable(requireNonNull(task, "task"), result), now(), 0);
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
    return submit("submit", requireNonNull(task, "task"), now(), 0);
  }

  private static Callable<@Nullable Object> callable(Runnable command) {
    requireNonNull(command, "command");
    return () -> {
      command.run();
      return null;
    };
  }

  long now() {
    return bridge.runtime.nanoTime();
  }

  private long after(long delay, TimeUnit unit) {
    return ScheduledRun.saturated(now(), Math.max(0, requireNonNull(unit, "unit").toNanos(delay)));
  }

  <V extends @Nullable Object> ScheduledRun<V> submit(
      String call, Callable<? extends V> body, long deadline, long period) {
    var run = new ScheduledRun<V>(this, sequence.incrementAndGet(), body, deadline, period);
    bridge.access.admit(call);
    if (!life.admit()) {
      throw new RejectedExecutionException(call + ": " + this + " was shut down");
    }
    runs.add(run);
    run.arm();
    run.cancelUnlessAllowed();
    return run;
  }

  // What runs call

  /** A run is due: it begins now, or once the bound allows it. */
  void begin(ScheduledRun<?> run) {
    if (gate == null) {
      var _ = run.start();
    } else {
      gate.enter(run);
    }
  }

  /** A run, though perhaps not the last of a periodic task, has ended. */
  void ranOnce() {
    if (gate != null) {
      gate.leave();
    }
  }

  /** A submission has ended for good. */
  void left(ScheduledRun<?> run) {
    runs.remove(run);
    life.leave();
    forgetRuntimeIfTerminated();
  }

  private void onRuntimeEnd() {
    runtimeClosed = true;
    inOrder().forEach(ScheduledRun::cancelUnlessAllowed);
  }

  private void forgetRuntimeIfTerminated() {
    if (isTerminated()) {
      runtimeEnd.cancel();
    }
  }

  /** Whether a run that has not begun may begin, by the phase and the policies. */
  boolean mayRun(ScheduledRun<?> run) {
    if (runtimeClosed) {
      return false;
    }
    return switch (life.phase()) {
      case ExecutorLife.RUNNING -> true;
      case ExecutorLife.SHUTDOWN ->
          run.isPeriodic() ? keepPeriodic : keepDelayed || run.deadlineNanos() <= now();
      default -> false;
    };
  }

  boolean isStopped() {
    return life.phase() == ExecutorLife.STOP;
  }

  // Shutting down

  /**
   * Whether delayed tasks that are there run after {@link #shutdown}.
   *
   * @param value true by default; if false while shut down, they are cancelled now
   */
  public void setExecuteExistingDelayedTasksAfterShutdownPolicy(boolean value) {
    keepDelayed = value;
    applyPolicies();
  }

  /**
   * Whether delayed tasks that are there run after {@link #shutdown}.
   *
   * @return true by default
   */
  public boolean getExecuteExistingDelayedTasksAfterShutdownPolicy() {
    return keepDelayed;
  }

  /**
   * Whether periodic tasks that are there go on after {@link #shutdown}.
   *
   * @param value false by default; if false while shut down, they are cancelled now
   */
  public void setContinueExistingPeriodicTasksAfterShutdownPolicy(boolean value) {
    keepPeriodic = value;
    applyPolicies();
  }

  /**
   * Whether periodic tasks that are there go on after {@link #shutdown}.
   *
   * @return false by default
   */
  public boolean getContinueExistingPeriodicTasksAfterShutdownPolicy() {
    return keepPeriodic;
  }

  /**
   * What has not ended, by the order of submission: what a set of identities says differs by run.
   */
  private List<ScheduledRun<?>> inOrder() {
    List<ScheduledRun<?>> all = new ArrayList<>(runs);
    all.sort(Comparator.comparingLong(ScheduledRun::sequence));
    return all;
  }

  private void applyPolicies() {
    if (isShutdown()) {
      inOrder().forEach(ScheduledRun::cancelUnlessAllowed);
    }
  }

  @Override
  public void shutdown() {
    life.advance(ExecutorLife.SHUTDOWN);
    applyPolicies();
    forgetRuntimeIfTerminated();
  }

  /**
   * Interrupts the runs that are under way, and returns the tasks that had not begun, in the order
   * of their deadlines. They are not cancelled, as in the JDK: whoever waits for them has to be
   * told.
   */
  @Override
  public List<Runnable> shutdownNow() {
    life.advance(ExecutorLife.STOP);
    List<ScheduledRun<?>> returned = new ArrayList<>();
    for (ScheduledRun<?> run : inOrder()) {
      if (run.takeBack()) {
        returned.add(run);
      }
    }
    forgetRuntimeIfTerminated();
    returned.sort(null);
    return new ArrayList<>(returned);
  }

  @Override
  public boolean isShutdown() {
    return life.phase() != ExecutorLife.RUNNING;
  }

  @Override
  public boolean isTerminated() {
    return life.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long deadline = after(timeout, unit);
    if (isTerminated()) {
      return true;
    }
    bridge.refuseOnCarrier("awaitTermination");
    return bridge.endedBy(deadline, life.termination());
  }

  /**
   * Shuts down and waits for the end; an interrupt shuts down now, and is kept. So does the end of
   * a time limit around the call.
   */
  @Override
  public void close() {
    if (isTerminated()) {
      return;
    }
    bridge.refuseOnCarrier("close");
    shutdown();
    boolean stopped = false;
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        untilTerminated(!stopped);
      } catch (InterruptedException e) {
        Limit limit = Frame.currentLimit();
        interrupted |= stopped || limit == null || limit.overUninterrupted() == null;
        stopped = true;
        var _ = shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A limit that is over ends every wait at once: heeded again and again, it would make us spin.
   */
  private void untilTerminated(boolean limited) throws InterruptedException {
    if (limited) {
      bridge.untilEnded(life.termination(), false);
      return;
    }
    new Frame(bridge, null, null, null)
        .<Boolean, InterruptedException>call(
            () -> {
              bridge.untilEnded(life.termination(), false);
              return true;
            });
  }

  // Several at once

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return new Invocation(this).all(tasks, Long.MAX_VALUE);
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return new Invocation(this).all(tasks, after(timeout, unit));
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return new Invocation(this).any(tasks, Long.MAX_VALUE);
    } catch (TimeoutException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new Invocation(this).any(tasks, after(timeout, unit));
  }

  @Override
  public String toString() {
    return "the executor of " + bridge.runtime;
  }
}
