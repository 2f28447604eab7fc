package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;

/**
 * Notices that the wall clock and the monotonic clock went apart: the machine slept (Linux's
 * monotonic clock stands still meanwhile) or the wall clock was set. Confined to the carrier.
 */
final class ClockWatch {
  private static final long EVERY_NANOS = 1_000_000_000;
  private static final long TOLERANCE_MILLIS = 1_000;

  private final TimeSource time;
  private long lastLook;
  private long lastOffset;

  ClockWatch(TimeSource time) {
    this.time = time;
    this.lastLook = time.nanoTime();
    this.lastOffset = offset(lastLook);
  }

  private long offset(long now) {
    return time.clock().millis() - now / 1_000_000;
  }

  /** By how much the wall clock went ahead since the last look; 0 but for a jump. */
  long jumpMillis(long now) {
    long elapsed = now - lastLook;
    if (elapsed < EVERY_NANOS) {
      return 0;
    }
    lastLook = now;
    long offset = offset(now);
    long ahead = offset - lastOffset;
    lastOffset = offset;
    // A clock that is being disciplined drifts by up to half a thousandth, for as long as nobody
    // looked.
    return Math.abs(ahead) > TOLERANCE_MILLIS + elapsed / EVERY_NANOS ? ahead : 0;
  }
}
