package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A distribution of durations, as it stood when it was read. Buckets grow with the value: each is
 * at most 1/32 of its values wide, as in HdrHistogram (G. Tene), without a lock. Immutable; reading
 * it is thread-safe.
 */
public final class Histogram {
  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;
  private static final int BUCKETS = (64 - SUB_BITS) * SUB;

  private final long[] counts;
  private final long count;
  private final long sum;
  private final long max;

  /** Takes the values of one bucket; see {@link #forEachSince}. */
  @FunctionalInterface
  public interface BucketVisitor {
    /**
     * Called for a bucket with values.
     *
     * @param highestNanos the bucket's end: no value in it is above, or more than 1/32 below
     * @param count how many values there are
     */
    void bucket(long highestNanos, long count);
  }

  /**
   * A distribution without values.
   *
   * @return the beginning of every distribution
   */
  public static Histogram empty() {
    return new Histogram(new long[BUCKETS], 0, 0);
  }

  private Histogram(long[] counts, long sum, long max) {
    this.counts = counts;
    this.count = Arrays.stream(counts).sum();
    this.sum = sum;
    this.max = max;
  }

  /**
   * How many values were recorded.
   *
   * @return the number of values
   */
  public long count() {
    return count;
  }

  /**
   * The sum of all values.
   *
   * @return nanoseconds
   */
  public long sumNanos() {
    return sum;
  }

  /**
   * The largest value, exactly.
   *
   * @return nanoseconds; 0 if there is none
   */
  public long maxNanos() {
    return max;
  }

  /**
   * The value below or at which a share of all values lies, rounded up to its bucket's end, at most
   * {@link #maxNanos}.
   *
   * @param share from 0 to 1, such as 0.99
   * @return nanoseconds; 0 if there is no value
   * @throws IllegalArgumentException if the share is outside 0 to 1
   */
  public long quantileNanos(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; allowed is 0 to 1");
    }
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.min(max, highest(i));
      }
    }
    return max;
  }

  /**
   * How many values are certainly at most a bound: those in buckets that end at or below it.
   *
   * @param boundNanos the bound
   * @return the number of values
   */
  public long countAtMost(long boundNanos) {
    long seen = 0;
    for (int i = 0; i < counts.length && highest(i) <= boundNanos; i++) {
      seen += counts[i];
    }
    return seen;
  }

  /**
   * Shows what has been recorded since an earlier reading of the same distribution, each value
   * once.
   *
   * @param earlier {@link #empty} for all of it
   * @param visitor called in ascending order, for buckets with new values only
   */
  public void forEachSince(Histogram earlier, BucketVisitor visitor) {
    requireNonNull(earlier, "earlier");
    requireNonNull(visitor, "visitor");
    for (int i = 0; i < counts.length; i++) {
      long added = counts[i] - earlier.counts[i];
      if (added > 0) {
        visitor.bucket(highest(i), added);
      }
    }
  }

  /** Count, median, 99th percentile and maximum, in microseconds. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "n=%d p50=%.1f µs p99=%.1f µs max=%.1f µs",
        count,
        quantileNanos(0.5) / 1e3,
        quantileNanos(0.99) / 1e3,
        max / 1e3);
  }

  private static int bucket(long value) {
    if (value < SUB) {
      return (int) value;
    }
    int shift = 63 - SUB_BITS - Long.numberOfLeadingZeros(value);
    return (shift << SUB_BITS) + (int) (value >>> shift);
  }

  private static long highest(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int shift = (bucket >> SUB_BITS) - 1;
    long sub = bucket - ((long) shift << SUB_BITS);
    return ((sub + 1) << shift) - 1;
  }

  /*
   * Ownership
   *   cells    one thread (record), or    any thread    plain read by the writer, opaque store and read;
   *            any (recordShared)                       atomic additions where any thread writes
   */
  /**
   * What is written to: one counter a bucket, and behind them sum and maximum. A recorder is
   * written by one thread with {@link #record}, or by many with {@link #recordShared}.
   */
  static final class Recorder {
    private static final int SUM = BUCKETS;
    private static final int MAX = BUCKETS + 1;

    private final AtomicLongArray cells = new AtomicLongArray(BUCKETS + 2);

    void record(long nanos) {
      long value = Math.max(0, nanos);
      int at = bucket(value);
      cells.setOpaque(at, cells.getPlain(at) + 1);
      cells.setOpaque(SUM, cells.getPlain(SUM) + value);
      if (value > cells.getPlain(MAX)) {
        cells.setOpaque(MAX, value);
      }
    }

    void recordShared(long nanos) {
      long value = Math.max(0, nanos);
      cells.getAndIncrement(bucket(value));
      cells.getAndAdd(SUM, value);
      if (value > cells.get(MAX)) {
        cells.accumulateAndGet(MAX, value, Math::max);
      }
    }

    Histogram view() {
      long[] counts = new long[BUCKETS];
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] = cells.getOpaque(i);
      }
      return new Histogram(counts, cells.getOpaque(SUM), cells.getOpaque(MAX));
    }
  }
}
