package dev.escapement.benchmarks.workloads;

/** A peer did something that makes its figures worthless, such as losing a timer. */
public final class Wrong extends Exception {
  private static final long serialVersionUID = 1;

  Wrong(String message) {
    super(message);
  }
}
