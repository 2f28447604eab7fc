package dev.escapement.runtime;

/**
 * How far ahead of a deadline a park is to end. A thread runs again some time after its park should
 * have ended; how long that takes depends on the machine and on what it has to do. This follows a
 * quantile of it, by a step up after each park that was later and a step down after each that was
 * not: within its bounds it stays about where {@code rise / (rise + fall)} of the parks end before
 * the deadline.
 *
 * <p>Source: H. Robbins and S. Monro, A Stochastic Approximation Method (1951), with constant
 * steps. Confined to the carrier.
 */
final class TimerAdvance {
  /** Until it is known better. */
  private static final long FIRST = 50_000;

  /** More than this in no mode. */
  static final long LONGEST = 1_000_000;

  private final long longest;
  private final long rise;
  private final long fall;
  private long nanos;

  private TimerAdvance(long longest, long rise, long fall) {
    this.longest = longest;
    this.rise = rise;
    this.fall = fall;
    this.nanos = Math.min(FIRST, longest);
  }

  /** Parks that end when they end. */
  static TimerAdvance none() {
    return new TimerAdvance(0, 0, 0);
  }

  /** So that one park of two ends before the deadline, and little is spun away; at most 100 µs. */
  static TimerAdvance ofHalf() {
    return new TimerAdvance(100_000, 1_000, 1_000);
  }

  /** So that 99 parks of 100 end before the deadline; at most 1 ms. */
  static TimerAdvance ofNearlyAll() {
    return new TimerAdvance(LONGEST, 24_750, 250);
  }

  long nanos() {
    return nanos;
  }

  /** A park has ended so long after the moment that it was asked for. */
  void parkEnded(long lateNanos) {
    nanos = lateNanos > nanos ? Math.min(longest, nanos + rise) : Math.max(0, nanos - fall);
  }
}
