package dev.escapement.benchmarks.verdicts;

import java.util.Arrays;

/**
 * A median and where it may lie. The interval is that of the sign test: two order statistics that
 * enclose the median of the distribution in at least 95 of 100 cases, whatever the distribution. It
 * needs six values; with fewer, low and high are the least and the greatest, and prove nothing.
 *
 * @param median of the values; NaN if there are none
 * @param low the lower end
 * @param high the upper end
 * @param count how many values there were
 * @param isInterval whether low and high enclose the median with 95 % confidence
 */
public record Estimate(double median, double low, double high, int count, boolean isInterval) {
  private static final double TAIL = 0.025;

  /** The estimate from independent values, in any order. */
  public static Estimate of(double... values) {
    if (values.length == 0) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0, false);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    int outside = outside(n);
    boolean isInterval = outside > 0;
    int at = Math.max(0, outside - 1);
    return new Estimate(median, sorted[at], sorted[n - 1 - at], n, isInterval);
  }

  /**
   * The largest rank, from 1, below which the median lies with at most 2.5 %; 0 if there is none.
   */
  static int outside(int n) {
    double probability = Math.pow(0.5, n);
    double below = 0;
    int rank = 0;
    while (below + probability <= TAIL) {
      below += probability;
      probability *= (double) (n - rank) / (rank + 1);
      rank++;
    }
    return rank;
  }
}
