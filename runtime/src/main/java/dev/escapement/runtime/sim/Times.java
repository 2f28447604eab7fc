package dev.escapement.runtime.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Virtual times for people. */
final class Times {
  private Times() {}

  /** Exact, such as {@code 1.250000000 s}; elapsed times may use all 64 bits. */
  static String text(long elapsedNanos) {
    return new BigDecimal(Long.toUnsignedString(elapsedNanos))
            .movePointLeft(9)
            .setScale(9)
            .toPlainString()
        + " s";
  }

  static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  static long plus(long time, long by) {
    long sum = time + by;
    return by == Long.MAX_VALUE || sum < time ? Long.MAX_VALUE : sum;
  }
}
