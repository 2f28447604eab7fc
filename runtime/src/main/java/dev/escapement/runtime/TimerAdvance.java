package dev.escapement.runtime;

/**
 * How far ahead of a deadline a park is to end. A thread runs again some time after its park should
 * have ended; how long that takes is a matter of the machine. This follows a quantile of it, by a
 * step up after each park that was later and a step down after each that was not, and settles where
 * {@code rise / (rise + fall)} of all parks end before the deadline.
 *
 * <p>Source: H. Robbins and S. Monro, A Stochastic Approximation Method (1951), with constant
 * steps. Confined to the carrier.
 */
final class TimerAdvance {
  private final long longest;
  private final long rise;
  private final long fall;
  private long nanos;

  private TimerAdvance(long longest, long rise, long fall) {
    this.longest = longest;
    this.rise = rise;
    this.fall = fall;
  }

  /** So that one park of two ends before the deadline, and little is spun away. */
  static TimerAdvance ofHalf() {
    return new TimerAdvance(100_000, 1_000, 1_000);
  }

  /** So that 99 parks of 100 end before the deadline. */
  static TimerAdvance ofNearlyAll() {
    return new TimerAdvance(1_000_000, 24_750, 250);
  }

  long nanos() {
    return nanos;
  }

  /** A park has ended so long after the moment that it was asked for. */
  void parkEnded(long lateNanos) {
    nanos = lateNanos > nanos ? Math.min(longest, nanos + rise) : Math.max(0, nanos - fall);
  }
}
