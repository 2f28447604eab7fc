package dev.escapement.samples.dashboard;

import dev.escapement.runtime.Histogram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How lag was spread over some time, in nanoseconds.
 *
 * @param count how many values there are, one at least
 * @param levels how many lie at or below each of {@link #LEVELS} and above the one before it; the
 *     last stands for those above all
 */
record Spread(long count, long p50, long p99, long max, List<Long> levels) {
  /** Those of the metrics. */
  static final List<Long> LEVELS =
      List.of(
          10_000L,
          25_000L,
          50_000L,
          100_000L,
          250_000L,
          500_000L,
          1_000_000L,
          5_000_000L,
          10_000_000L,
          50_000_000L,
          100_000_000L,
          1_000_000_000L,
          10_000_000_000L);

  /** What was recorded between two readings of a histogram; null if nothing was. */
  static @Nullable Spread between(Histogram earlier, Histogram later) {
    List<Bucket> buckets = new ArrayList<>();
    later.forEachSince(
        earlier,
        (highest, count) -> buckets.add(new Bucket(Math.min(highest, later.maxNanos()), count)));
    if (buckets.isEmpty()) {
      return null;
    }
    long count = buckets.stream().mapToLong(Bucket::count).sum();
    return new Spread(
        count,
        quantile(buckets, Math.ceilDiv(count * 50, 100)),
        quantile(buckets, Math.ceilDiv(count * 99, 100)),
        buckets.getLast().highest(),
        levels(buckets));
  }

  private record Bucket(long highest, long count) {}

  private static long quantile(List<Bucket> buckets, long rank) {
    long seen = 0;
    for (Bucket bucket : buckets) {
      seen += bucket.count();
      if (seen >= rank) {
        return bucket.highest();
      }
    }
    throw new AssertionError("rank " + rank + " of " + seen);
  }

  private static List<Long> levels(List<Bucket> buckets) {
    long[] counts = new long[LEVELS.size() + 1];
    int level = 0;
    for (Bucket bucket : buckets) {
      while (level < LEVELS.size() && bucket.highest() > LEVELS.get(level)) {
        level++;
      }
      counts[level] += bucket.count();
    }
    List<Long> all = new ArrayList<>();
    for (long count : counts) {
      all.add(count);
    }
    return List.copyOf(all);
  }
}
