package dev.escapement.benchmarks.report;

import dev.escapement.benchmarks.verdicts.Estimate;
import java.util.Locale;

/** Numbers as people read them: three digits that matter. */
final class Numbers {
  private Numbers() {}

  static String text(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "-";
    }
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, value == 0 ? "%.0f" : format, value);
  }

  /** The median with its interval; a range that is none stands in round brackets. */
  static String text(Estimate estimate) {
    if (estimate.count() == 0) {
      return "not measured";
    }
    String inner = text(estimate.low()) + " to " + text(estimate.high());
    return text(estimate.median())
        + (estimate.isInterval() ? " [" + inner + "]" : " (" + inner + ")");
  }
}
