package dev.escapement.benchmarks.verdicts;

/** On which side of a limit a figure has to be. */
public enum Sense {
  /** Less is better. */
  AT_MOST,
  /** More is better. */
  AT_LEAST;

  boolean holds(double value, double limit) {
    return this == AT_MOST ? value <= limit : value >= limit;
  }

  String words() {
    return this == AT_MOST ? "at most" : "at least";
  }
}
