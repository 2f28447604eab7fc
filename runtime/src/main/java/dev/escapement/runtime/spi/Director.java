package dev.escapement.runtime.spi;

import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A virtual time source that also decides what a real machine leaves to chance, and is told what
 * happens. A runtime whose time source is a director belongs to a simulation.
 *
 * <p>Called by the carrier only, but for {@link #random()}, {@link #nanoTime()} and {@link #seen}.
 */
public interface Director extends TimeSource {
  /** What a director is told. */
  enum Event {
    /** A task has come to the loop. */
    SPAWN,
    /** A task stands in the ready queue. */
    WAKE,
    /** A task is about to be polled. */
    POLL,
    /** A timer has fired; the detail is its deadline. */
    FIRE,
    /** A task is about to be cancelled. */
    CANCEL,
    /** A task has ended; the detail is 0 for a result, 1 for a failure, 2 for cancelled. */
    END
  }

  /**
   * Tells what happens now.
   *
   * @param event what
   * @param task the task's number, from 1 in the order of their spawns; 0 for a timer
   * @param name the task's name, if it was given one
   * @param detail see {@link Event}
   */
  void happened(Event event, long task, @Nullable String name, long detail);

  /**
   * Told of a callback, a hook or a waker that threw: nobody else is.
   *
   * @param what which kind
   * @param cause what it threw
   */
  void threw(String what, Throwable cause);

  /**
   * Told that somebody got a task's failure after all.
   *
   * @param cause what the task threw
   */
  void seen(Throwable cause);

  /**
   * Asked before each piece of work and before the loop idles.
   *
   * @return false if whoever drives the loop is to get it back now
   */
  boolean goesOn();

  /**
   * Chooses among work that is ready.
   *
   * @param ready how much there is, 2 or more
   * @return which comes next, below that; 0 is the one that became ready first, if 0 is all that
   *     was ever chosen
   */
  int choose(int ready);

  /**
   * When the loop, about to idle, comes to its first timer.
   *
   * @param deadlineNanos of the first timer; {@link Long#MAX_VALUE} for none
   * @return that time or later
   */
  long firingTime(long deadlineNanos);

  /**
   * How late a task that was woken runs.
   *
   * @return nanoseconds, zero or more
   */
  long resumptionDelay();

  /**
   * What {@code TaskRuntime.random()} gives.
   *
   * @return one generator for the whole runtime
   */
  RandomGenerator random();

  /**
   * Waits, in real time, until a thread that was let go on has stopped again; gives up on it after
   * a grace, and then the simulation ends with a report.
   *
   * @param thread the thread
   * @param stopped what it waits for
   * @param begun whether the thread has run at all
   * @return false if the director gave up
   */
  boolean awaitStop(Thread thread, BooleanSupplier stopped, BooleanSupplier begun);
}
