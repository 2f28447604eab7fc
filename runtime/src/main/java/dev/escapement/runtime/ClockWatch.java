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

  /** Looks at most once a second. */
  boolean hasJumped(long now) {
    long elapsed = now - lastLook;
    if (elapsed < EVERY_NANOS) {
      return false;
    }
    lastLook = now;
    long offset = offset(now);
    // A clock that is being disciplined drifts by up to half a thousandth, for as long as nobody
    // looked.
    boolean jumped = Math.abs(offset - lastOffset) > TOLERANCE_MILLIS + elapsed / EVERY_NANOS;
    lastOffset = offset;
    return jumped;
  }
}
