package dev.escapement.benchmarks.workloads;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a workload found: named numbers in the order of the table, and curves to be drawn. */
public final class Figures {
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Map<String, double[]> curves = new LinkedHashMap<>();

  void put(String name, double value) {
    values.put(name, value);
  }

  void curve(String name, double[] points) {
    curves.put(name, points);
  }

  /** Numbers by name; the name tells the unit. */
  public Map<String, Double> values() {
    return values;
  }

  /** Quantiles by name. */
  public Map<String, double[]> curves() {
    return curves;
  }
}
