package dev.escapement.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Saturating arithmetic on nanoseconds. */
final class Deadlines {
  /** The largest deadline: never fires and takes no slot of the heap. */
  static final long NEVER = Long.MAX_VALUE;

  private Deadlines() {}

  static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  /** A time from now; a negative duration is over at once, like zero. */
  static long after(long now, Duration duration) {
    return after(now, nanos(duration));
  }

  /** The same; the largest duration means never, also by a clock below zero. */
  static long after(long now, long nanos) {
    return nanos == NEVER ? NEVER : plus(now, Math.max(0, nanos));
  }

  static long plus(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      return a < 0 ? Long.MIN_VALUE : NEVER;
    }
    return sum;
  }

  static long times(long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException overflow) {
      return (a < 0) == (b < 0) ? NEVER : Long.MIN_VALUE;
    }
  }

  /** For people: {@code 1.250000 s}, or {@code never}. */
  static String text(long nanos) {
    if (nanos == NEVER) {
      return "never";
    }
    return String.format(java.util.Locale.ROOT, "%.6f s", nanos / 1e9);
  }
}
