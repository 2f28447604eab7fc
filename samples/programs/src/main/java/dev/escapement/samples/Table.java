package dev.escapement.samples;

import dev.escapement.runtime.Histogram;
import java.io.PrintStream;
import java.util.Locale;

/** Figures with their names, one pair on a line. */
final class Table {
  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
    out.println();
  }

  Table row(String name, String value) {
    out.printf("%-24s %s%n", name, value);
    return this;
  }

  Table row(String name, long value) {
    return row(name, Long.toString(value));
  }

  Table millis(String name, long nanos) {
    return row(name, String.format(Locale.ROOT, "%.3f ms", nanos / 1e6));
  }

  /** Median, 99th percentile and maximum, each on a row. */
  Table spread(String name, Histogram histogram) {
    return millis(name + " p50", histogram.quantileNanos(0.5))
        .millis(name + " p99", histogram.quantileNanos(0.99))
        .millis(name + " max", histogram.maxNanos());
  }
}
