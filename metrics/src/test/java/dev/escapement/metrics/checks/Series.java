package dev.escapement.metrics.checks;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One result of a query: an instant query gives one point, a range selector or range query several.
 */
record Series(Map<String, String> labels, List<Point> points) {
  /** A value, and the time in seconds since 1970. */
  record Point(double seconds, double value) {
    Instant time() {
      return Instant.ofEpochMilli(Math.round(seconds * 1e3));
    }
  }

  String label(String name) {
    return labels.getOrDefault(name, "");
  }

  Point last() {
    return points.getLast();
  }

  /** As Prometheus writes it. */
  static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
