package dev.escapement.benchmarks;

import java.util.Map;

/** What one process came to. */
sealed interface Outcome {
  /** Figures, and curves that can be drawn. */
  record Measured(Map<String, Double> figures, Map<String, double[]> curves) implements Outcome {}

  /** The peer broke its promise, or its process broke down. */
  record Failed(String reason) implements Outcome {}

  /** This machine does not have what it takes. */
  record Absent(String reason) implements Outcome {}
}
