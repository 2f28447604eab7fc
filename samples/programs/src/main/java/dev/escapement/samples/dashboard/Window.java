package dev.escapement.samples.dashboard;

import dev.escapement.runtime.RuntimeSnapshot;
import org.jspecify.annotations.Nullable;

/** What happened between two readings. */
record Window(Reading from, Reading to) {
  /**
   * A runtime's figures at one moment.
   *
   * @param runQueueSeconds how long the carrier has waited for a processor so far; NaN if the
   *     system does not tell
   */
  record Reading(RuntimeSnapshot snapshot, double runQueueSeconds) {}

  @Nullable Spread loopLag() {
    return Spread.between(from.snapshot.timers().lag(), to.snapshot.timers().lag());
  }

  @Nullable Spread resumeLag() {
    return Spread.between(from.snapshot.timers().resumeLag(), to.snapshot.timers().resumeLag());
  }

  /** The share of the time in which the carrier did not wait. */
  double busyShare() {
    long parked = to.snapshot.loop().parkedNanos() - from.snapshot.loop().parkedNanos();
    return share((double) (nanos() - parked));
  }

  long firedPerSecond() {
    long fired = to.snapshot.timers().fired() - from.snapshot.timers().fired();
    return nanos() == 0 ? 0 : Math.round(fired * 1e9 / nanos());
  }

  /** The share of the time in which the carrier waited for a processor; null if unknown. */
  @Nullable Double runQueueShare() {
    double seconds = to.runQueueSeconds - from.runQueueSeconds;
    return Double.isNaN(seconds) ? null : share(seconds * 1e9);
  }

  private double share(double part) {
    return nanos() == 0 ? 0 : Math.clamp(part / nanos(), 0, 1);
  }

  private long nanos() {
    return to.snapshot.nanoTime() - from.snapshot.nanoTime();
  }
}
