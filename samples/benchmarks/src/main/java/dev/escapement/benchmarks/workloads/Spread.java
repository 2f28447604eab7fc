package dev.escapement.benchmarks.workloads;

import java.util.SplittableRandom;

/** Delays that look random and are the same for every peer. */
final class Spread implements Fleet.Delays {
  private final long[] delays;

  Spread(int count, long shortestNanos, long longestNanos) {
    delays = new SplittableRandom(count).longs(count, shortestNanos, longestNanos + 1).toArray();
  }

  @Override
  public long nanos(int timer) {
    return delays[timer];
  }
}
