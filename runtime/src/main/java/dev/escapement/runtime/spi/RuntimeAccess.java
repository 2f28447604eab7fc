package dev.escapement.runtime.spi;

import java.util.concurrent.RejectedExecutionException;

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
   * Records how long a thread that the runtime woke took to run again.
   *
   * @param nanos the time since the {@link #turnNanos()} of its wake-up
   */
  void recordResumeLag(long nanos);
}
