package dev.escapement.runtime.spi;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Where a runtime's time comes from, and how its carrier waits for it. The loop is the same for
 * every time source.
 *
 * <p>{@link #nanoTime()}, {@link #clock()} and {@link #unpark(Thread)} may be called by any thread;
 * {@link #park} only by the carrier.
 */
public interface TimeSource {
  /**
   * The time since the runtime started, in nanoseconds. Starts at zero or above (in virtual time
   * anywhere), never goes back and never wraps.
   *
   * @return nanoseconds, comparable with {@code <}
   */
  long nanoTime();

  /**
   * The wall clock that belongs to {@link #nanoTime()}.
   *
   * @return the clock
   */
  InstantSource clock();

  /**
   * Waits until a deadline, and returns earlier for any reason or none: the loop looks whether
   * there is anything to do, and if not, calls again. Must return soon once {@code woken} is true.
   *
   * @param deadlineNanos when to return, on the scale of {@link #nanoTime()}; {@link
   *     Long#MAX_VALUE} for never
   * @param woken true once another thread has woken the loop since it began to idle
   */
  void park(long deadlineNanos, BooleanSupplier woken);

  /**
   * Ends the carrier's {@link #park}, or the next one.
   *
   * @param carrier the thread that parks
   */
  void unpark(Thread carrier);

  /**
   * Whether time is virtual. A loop in virtual time is not watched for stalls.
   *
   * @return true if time moves by itself only in {@link #park}
   */
  boolean isVirtual();
}
