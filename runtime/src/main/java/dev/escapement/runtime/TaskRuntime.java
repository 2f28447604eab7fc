package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.RuntimeAccess;
import dev.escapement.runtime.spi.ThreadWaits;
import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One carrier thread, one timer heap, one total order: polls tasks and fires timers in {@code
 * (deadline, registration)} order, never early.
 *
 * <p>All methods may be called by any thread, unless they say otherwise. Durations that are too
 * large for nanoseconds mean <em>never</em>. Close a runtime to end its thread.
 */
public final class TaskRuntime implements AutoCloseable {
  private final Carrier carrier;
  private final LagMode lagMode;

  TaskRuntime(Builder builder, String name, TimeSource time) {
    this.lagMode = builder.lagMode;
    this.carrier = new Carrier(this, builder, name, time);
  }

  /**
   * A runtime with the defaults of {@link #builder()}: its carrier is a daemon thread of its own.
   *
   * @return a running runtime
   */
  public static TaskRuntime start() {
    return builder().build();
  }

  /**
   * For a runtime with a name, or with other than the default settings.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** The loop behind this runtime. */
  Carrier carrier() {
    return carrier;
  }

  /**
   * Hands a task over to be polled until it ends.
   *
   * @param task the task; it belongs to the runtime from now on
   * @param <T> the type of its result
   * @return its result to come
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public <T extends @Nullable Object> JoinHandle<T> spawn(Task<? extends T> task) {
    requireNonNull(task, "task");
    return new JoinHandle<>(carrier.spawn(label(null), task, "spawn"));
  }

  /**
   * The same, with a name for dumps and messages.
   *
   * @param name the task's name; need not be unique
   * @param task the task; it belongs to the runtime from now on
   * @param <T> the type of its result
   * @return its result to come
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public <T extends @Nullable Object> JoinHandle<T> spawn(String name, Task<? extends T> task) {
    requireNonNull(name, "name");
    requireNonNull(task, "task");
    return new JoinHandle<>(carrier.spawn(label(name), task, "spawn"));
  }

  private @Nullable Object label(@Nullable String name) {
    return carrier.spawnSites ? SpawnSite.here(name) : name;
  }

  /**
   * Spawns a task and waits for its end. A runtime without a thread of its own is driven by the
   * caller meanwhile. An interrupt cancels the task.
   *
   * @param task the task; it belongs to the runtime from now on
   * @param <T> the type of its result
   * @return its result
   * @throws ExecutionException with what the task threw as its cause
   * @throws CancellationException if the task was cancelled, or the runtime closed
   * @throws InterruptedException if the caller is interrupted
   * @throws IllegalStateException on a carrier's own thread, or if the runtime has no thread and
   *     another one drives it
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public <T extends @Nullable Object> T blockOn(Task<? extends T> task)
      throws ExecutionException, InterruptedException {
    requireNonNull(task, "task");
    Seats.refuseOnCarrier("blockOn");
    return carrier.driver.blockOn(label(null), task);
  }

  /**
   * A task that is ready after a duration, counted from this call.
   *
   * @param duration zero or less is over at once
   * @return a new sleep
   */
  public Sleep sleep(Duration duration) {
    requireNonNull(duration, "duration");
    return new Sleep(carrier, Deadlines.after(carrier.time.nanoTime(), duration));
  }

  /**
   * A task that is ready at a time on this runtime's clock.
   *
   * @param deadlineNanos on the scale of {@link #nanoTime()}; {@link Long#MAX_VALUE} for never
   * @return a new sleep
   */
  public Sleep sleepUntil(long deadlineNanos) {
    return new Sleep(carrier, deadlineNanos);
  }

  /**
   * Ticks on a grid that starts now; the first comes after one period.
   *
   * @param period above zero
   * @return a new interval, which skips missed ticks unless told otherwise
   * @throws IllegalArgumentException if the period is zero or negative
   */
  public Interval interval(Duration period) {
    requireNonNull(period, "period");
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException(
          "period is " + period + "; allowed is anything above zero");
    }
    return new Interval(this, carrier.time.nanoTime(), Deadlines.nanos(period));
  }

  /**
   * Limits a task's time, counted from this call. It fails with {@link TimeoutException} once the
   * limit has passed and the task is not ready, and cancels the task.
   *
   * @param limit with zero or less the task is polled once
   * @param task the task; it belongs to the returned one from now on
   * @param <T> the type of its result
   * @return the limited task
   */
  public <T extends @Nullable Object> Task<T> timeout(Duration limit, Task<? extends T> task) {
    requireNonNull(limit, "limit");
    requireNonNull(task, "task");
    return new Timeout<>(limit, sleep(limit), task);
  }

  /**
   * Runs a callback on the carrier after a delay, in the order of deadlines. It must not block.
   *
   * @param delay counted from this call; zero or less is due at once
   * @param action the callback; what it throws is logged and counted
   * @return a handle that can take it back
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public TimerHandle schedule(Duration delay, Runnable action) {
    requireNonNull(delay, "delay");
    requireNonNull(action, "action");
    carrier.admit("schedule");
    // All this comes before the clock, whose reading holds up what comes after it.
    long nanos = Deadlines.nanos(delay);
    Stripe stripe = carrier.inbox.stripe();
    TimerHandle timer = new TimerHandle(carrier, 0, action); // due is told below
    long now = carrier.time.nanoTime();
    timer.due = Deadlines.after(now, nanos);
    timer.armUnshared(stripe, now);
    return timer;
  }

  /**
   * The time since this runtime started. Never wraps, so that {@code <} is legal; virtual in
   * simulation.
   *
   * @return nanoseconds
   */
  public long nanoTime() {
    return carrier.time.nanoTime();
  }

  /**
   * The wall clock of this runtime; virtual in simulation.
   *
   * @return the clock
   */
  public InstantSource clock() {
    return carrier.time.clock();
  }

  /**
   * Random numbers, for jitter; seeded in simulation.
   *
   * @return a generator that any thread may use
   */
  public RandomGenerator random() {
    Director director = carrier.director;
    return director != null ? director.random() : () -> ThreadLocalRandom.current().nextLong();
  }

  /**
   * Counters, gauges and histograms. Never waits for the loop.
   *
   * @return the figures of this moment
   */
  public RuntimeSnapshot snapshot() {
    long[] firstInInbox = {Deadlines.NEVER};
    long[] newInInbox = {0};
    carrier.inbox.peek(
        message -> {
          if (message instanceof Timer timer && timer.phase() == Timer.ARMED) {
            firstInInbox[0] = Math.min(firstInInbox[0], timer.deadlineVolatile());
            newInInbox[0] += timer.isUnknownToTheLoop() ? 1 : 0;
          }
        });
    long now = carrier.time.nanoTime();
    return new RuntimeSnapshot(
        carrier.name,
        now,
        carrier.counters.tasks(carrier.live.size()),
        carrier.counters.timers(firstInInbox[0], newInInbox[0]),
        carrier.counters.loop(
            now, carrier.inbox.depth(), lagMode, carrier.osThreadId, carrier.lowSlack));
  }

  /**
   * For bridges to blocking code. Tasks and those who spawn them need nothing of it.
   *
   * @return what a bridge needs beyond the other methods
   */
  public RuntimeAccess access() {
    return new CarrierAccess(carrier);
  }

  /**
   * The live tasks: what each does and waits for. Never waits for the loop.
   *
   * @return a view of this moment
   */
  public TaskDump dump() {
    return carrier.dump();
  }

  /**
   * Cancels what is left and ends the carrier. Every handle that has not ended gets {@link
   * CancellationException}, and so do sleepers of other runtimes. On the carrier itself, and on a
   * thread of a simulation, it marks and returns. Elsewhere it waits until the carrier has ended,
   * uninterruptibly, at most 10 s for a poll that does not end; then every handle fails all the
   * same, and the carrier's stack is logged. Idempotent.
   */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /**
   * Lets what is there come to its end, for a limited time, and then closes. New work is refused at
   * once, except from the tasks that are there. Timers that are due within the limit fire first.
   *
   * @param drain the limit; zero or less closes at once
   */
  public void close(Duration drain) {
    long nanos = Deadlines.nanos(requireNonNull(drain, "drain"));
    ThreadWaits virtual = carrier.threadWaits;
    if (carrier.isCurrentThread() || (virtual != null && virtual.takesPart())) {
      carrier.requestClose(nanos);
    } else {
      carrier.driver.close(nanos);
    }
  }

  /** The runtime's name. */
  @Override
  public String toString() {
    return carrier.label();
  }
}
