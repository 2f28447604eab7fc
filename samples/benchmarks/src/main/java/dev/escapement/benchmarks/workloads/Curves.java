package dev.escapement.benchmarks.workloads;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The quantiles of a curve: even steps of the logarithm of the share that is above, down to 0.001.
 */
public final class Curves {
  private static final int STEPS = 42;
  private static final int STEPS_PER_DECADE = STEPS / 3;

  private Curves() {}

  static double[] of(Lags lags) {
    return IntStream.rangeClosed(0, STEPS).mapToDouble(i -> lags.micros(quantile(i))).toArray();
  }

  static double quantile(int point) {
    return 1 - Math.pow(10, -(double) point / STEPS_PER_DECADE);
  }

  /** A label for each point; most are empty. */
  public static List<String> labels() {
    return IntStream.rangeClosed(0, STEPS)
        .mapToObj(
            i ->
                switch (i) {
                  case 0 -> "min";
                  case STEPS_PER_DECADE -> "p90";
                  case 2 * STEPS_PER_DECADE -> "p99";
                  case STEPS -> "p99.9";
                  default -> "";
                })
        .toList();
  }
}
