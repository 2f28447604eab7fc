package dev.escapement.runtime.spi;

import java.util.concurrent.CancellationException;

/**
 * A sleep of one thread, which parks by itself until the sleep is over ({@link
 * RuntimeAccess#startSleep}). Only that thread may call it.
 */
public interface ThreadSleep {
  /**
   * Whether the sleep is over. To be asked after each return from the park: the thread is unparked
   * once it is, but a park also ends for other reasons, or none.
   *
   * @return true once the deadline has passed and the timer has fired
   * @throws CancellationException if the runtime was closed, also before the sleep began
   */
  boolean isOver();

  /** Records how long the thread took to run again once the runtime woke it, when it is over. */
  void recordResumeLag();

  /**
   * Ends the sleep early; it is not to be asked again. Unparks nobody for that, but an unpark may
   * be on its way.
   */
  void cancel();
}
