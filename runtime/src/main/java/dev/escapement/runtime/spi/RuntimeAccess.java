package dev.escapement.runtime.spi;

import dev.escapement.runtime.Task;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge to blocking code needs of a runtime beyond its public methods. All methods may be
 * called by any thread; none blocks.
 */
public interface RuntimeAccess {
  /**
   * Refuses new work, as {@code spawn} and {@code schedule} do.
   *
   * @param call what the user called, for the message
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  void admit(String call);

  /**
   * Refuses a call that would block a carrier's own thread, of whichever runtime.
   *
   * @param call what the user called, for the message
   * @param instead what to do instead, for the message
   * @throws IllegalStateException on a carrier's thread
   */
  void refuseOnCarrier(String call, String instead);

  /**
   * When what happens now is said to happen: on the carrier, the reading of the clock by which the
   * current turn fires timers; elsewhere a new reading. From the deadline of a timer to this time
   * is its loop lag; from this time on its resume lag counts.
   *
   * @return nanoseconds on the runtime's clock
   */
  long turnNanos();

  /**
   * Registers a sleep of the calling thread, in real time.
   *
   * @param deadlineNanos on the runtime's clock, later than now; {@link Long#MAX_VALUE} for never
   * @param nowNanos a reading of that clock that this thread has taken since the user's call
   * @return the sleep, for the calling thread to park until it is over
   */
  ThreadSleep startSleep(long deadlineNanos, long nowNanos);

  /**
   * Records how long a thread that the runtime woke took to run again.
   *
   * @param nanos the time since the {@link #turnNanos()} of its wake-up
   */
  void recordResumeLag(long nanos);

  /**
   * Who decides in a simulation.
   *
   * @return null in real time
   */
  @Nullable Director director();

  /**
   * In a simulation: turns the loop on the calling thread until its director stops it.
   *
   * @throws IllegalStateException if the loop is being turned already
   */
  void drive();

  /**
   * In a simulation: how threads wait from now on, unless a bridge has said so before.
   *
   * @param waits makes what the runtime is to keep
   * @return what is kept
   */
  ThreadWaits waitBy(Supplier<? extends ThreadWaits> waits);

  /**
   * Where user code calls, if the runtime notes where tasks are spawned.
   *
   * @return the first frame that is neither the runtime's nor a bridge's; null if none is noted
   */
  @Nullable StackTraceElement callSite();

  /**
   * Spawns a task that stands for something that was admitted and made elsewhere. No bound holds it
   * back.
   *
   * @param name the task's name
   * @param site where it was made, of {@link #callSite}
   * @param task the task; it belongs to the runtime from now on
   * @throws RejectedExecutionException if the runtime is closed
   */
  void spawn(String name, @Nullable StackTraceElement site, Task<?> task);
}
