package dev.escapement.runtime.sim;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.spi.RuntimeAccess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A runtime in virtual time. Its tasks, timers and callbacks run on the thread that calls {@link
 * #run}, {@link #advance}, {@link #runUntil} or {@link #runUntilIdle}, and between these calls
 * nothing happens. When nothing is ready, the clock jumps to the next deadline. The same program
 * with the same seed has the same {@link #trace}, in every JVM.
 *
 * <pre>{@code
 * try (Simulation simulation = Simulation.seeded(1)) {
 *   TaskRuntime runtime = simulation.runtime();
 *   simulation.run(runtime.sleep(Duration.ofDays(1)));
 *   assertEquals(Duration.ofDays(1), simulation.elapsed());
 * }
 * }</pre>
 *
 * <p>A failure that nobody waits for is logged with the seed, and kept in {@link #unseenFailures}.
 * What cannot go on ends with a {@link SimulationException}, whose message is a report. Not
 * thread-safe, but for {@link #hold}: one thread at a time drives it.
 */
public final class Simulation implements AutoCloseable {
  private static final String INSTEAD = "let its tasks and threads wait instead";

  private final VirtualTime time;
  private final TaskRuntime runtime;
  private final RuntimeAccess access;
  private volatile boolean closed;
  private final AtomicBoolean driven = new AtomicBoolean();
  private @Nullable ForeignBlockException stuck;

  Simulation(Builder settings) {
    Builder own = settings.copy();
    Reports reports = new Reports(own, this::runtime, this::elapsedNanos);
    this.time = new VirtualTime(own, reports);
    dev.escapement.runtime.Builder builder =
        TaskRuntime.builder()
            .name("simulation")
            .recordSpawnSites()
            .uncaughtHandler((task, cause) -> time.unseen("task '" + task + "' failed", cause));
    own.runtimeSettings.accept(builder);
    this.runtime = builder.withoutOwnThread().timeSource(time).build();
    this.access = runtime.access();
  }

  private long elapsedNanos() {
    return time.elapsedNanos();
  }

  /**
   * A simulation with the defaults of {@link #builder()} and a seed.
   *
   * @param seed 0 runs what is ready first come, first served; any other permutes the choice among
   *     tasks that are ready at the same instant
   * @return a new simulation, whose time stands at its start
   */
  public static Simulation seeded(long seed) {
    return builder().seed(seed).build();
  }

  /**
   * For a simulation with other than the default settings.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The runtime whose time is virtual. Its {@code blockOn} and {@code JoinHandle.join} are for
   * threads that a bridge has started in this simulation; elsewhere use {@link #run}.
   *
   * @return the runtime, closed with this simulation
   */
  public TaskRuntime runtime() {
    return runtime;
  }

  /**
   * Spawns a task and lets time pass until it has ended.
   *
   * @param task the task; it belongs to the runtime from now on
   * @param <T> the type of its result
   * @return its result
   * @throws ExecutionException with what the task threw as its cause; the message tells the seed
   * @throws CancellationException if the task was cancelled, or the runtime closed
   * @throws DeadlockException if it can never end
   * @throws SimulationException if the simulation cannot go on for another reason
   */
  public <T extends @Nullable Object> T run(Task<? extends T> task) throws ExecutionException {
    requireNonNull(task, "task");
    refuseInside("run");
    JoinHandle<T> handle = runtime.spawn("main", task);
    var _ = handle.toCompletableFuture(); // somebody waits, however soon the task fails
    var _ = drive(handle::isDone, Long.MAX_VALUE, true);
    try {
      return handle.join();
    } catch (ExecutionException e) {
      throw new ExecutionException(
          e.getCause() + System.lineSeparator() + time.reports.again(), e.getCause());
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Lets time pass by so much. Everything that is due up to and including the end runs, in order,
   * also what is scheduled on the way.
   *
   * @param by zero or less runs what is due now; more than 292 years, until nothing is left
   * @throws SimulationException if the simulation cannot go on
   */
  public void advance(Duration by) {
    long nanos = Math.max(0, Times.nanos(requireNonNull(by, "by")));
    refuseInside("advance");
    var _ = drive(() -> false, Times.plus(time.nanoTime(), nanos), false);
  }

  /**
   * Lets time pass until a condition holds, looked at between any two steps.
   *
   * @param condition must not change anything
   * @param virtualLimit how much virtual time may pass
   * @return false if the limit was reached first; time stands there then, or after the poll whose
   *     cost has passed it
   * @throws SimulationException if the simulation cannot go on
   */
  public boolean runUntil(BooleanSupplier condition, Duration virtualLimit) {
    requireNonNull(condition, "condition");
    long nanos = Math.max(0, Times.nanos(requireNonNull(virtualLimit, "virtualLimit")));
    refuseInside("runUntil");
    return drive(condition, Times.plus(time.nanoTime(), nanos), false);
  }

  /**
   * Lets time pass until nothing is ready and no timer is pending.
   *
   * @throws SimulationException if the simulation cannot go on
   */
  public void runUntilIdle() {
    refuseInside("runUntilIdle");
    var _ = drive(() -> false, Long.MAX_VALUE, false);
  }

  private void refuseInside(String verb) {
    access.refuseOnCarrier(verb, INSTEAD);
  }

  private boolean drive(BooleanSupplier condition, long limit, boolean mustEnd) {
    if (closed) {
      throw new IllegalStateException("the simulation is closed");
    }
    if (stuck != null) {
      throw new SimulationException("the simulation has ended with a foreign block: " + stuck);
    }
    if (!driven.compareAndSet(false, true)) {
      throw new IllegalStateException("the simulation is driven already; " + INSTEAD);
    }
    VirtualTime.Stop why;
    try {
      time.begin(condition, limit, mustEnd);
      try {
        access.drive();
      } finally {
        why = time.end();
      }
    } finally {
      driven.set(false);
    }
    if (why instanceof VirtualTime.Stop.Failed(Throwable cause)) {
      switch (cause) {
        case ForeignBlockException block -> {
          stuck = block;
          throw block;
        }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError(cause);
      }
    }
    return why instanceof VirtualTime.Stop.Done;
  }

  /**
   * The virtual time that has passed.
   *
   * @return the time since the start
   */
  public Duration elapsed() {
    long nanos = time.elapsedNanos();
    return Duration.ofSeconds(Long.divideUnsigned(nanos, 1_000_000_000))
        .plusNanos(Long.remainderUnsigned(nanos, 1_000_000_000));
  }

  /**
   * Which of the possible orders is run.
   *
   * @return the seed
   */
  public long seed() {
    return time.settings.seed;
  }

  /**
   * What has happened up to now.
   *
   * @return a view that goes on with the simulation
   */
  public Trace trace() {
    return time.trace;
  }

  /**
   * What has failed so far while nobody waited for it, and was not told to anybody since: tasks and
   * forks, callbacks, hooks. A test without a failure of its own may look here. Empty if {@link
   * Builder#runtime} set an uncaught handler, but for callbacks and hooks.
   *
   * @return what was thrown
   */
  public List<Throwable> unseenFailures() {
    return time.unseen();
  }

  /**
   * Keeps the clock from moving by itself until the hold is closed. May be called by any thread.
   *
   * @param reason what real work it stands for, for the report if it is never closed
   * @return a new hold
   */
  public Hold hold(String reason) {
    return time.hold(requireNonNull(reason, "reason"));
  }

  /** Closes the runtime: cancels what is left, and lets every thread unwind. Idempotent. */
  @Override
  public void close() {
    closed = true;
    runtime.close();
  }

  /** The seed and the time that has passed. */
  @Override
  public String toString() {
    return "simulation with seed " + seed() + " at " + Times.text(time.elapsedNanos());
  }
}
