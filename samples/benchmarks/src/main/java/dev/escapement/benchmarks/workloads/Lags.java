package dev.escapement.benchmarks.workloads;

import java.util.Arrays;

/** How late timers were, in user code. */
final class Lags {
  private final long[] sorted;

  Lags(long[] nanos) {
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  static Lags of(Probe[] probes) {
    return new Lags(Arrays.stream(probes).mapToLong(Probe::lag).toArray());
  }

  double micros(double quantile) {
    int rank = (int) Math.ceil(quantile * sorted.length) - 1;
    return sorted[Math.clamp(rank, 0, sorted.length - 1)] / 1e3;
  }

  /** Tells the median and the 99th percentile in a table, and the rest as a curve. */
  void report(String name, Figures figures) {
    figures.put(name + " p50 us", micros(0.5));
    figures.put(name + " p99 us", micros(0.99));
    figures.curve(name, Curves.of(this));
  }
}
