package dev.escapement.samples.dashboard;

/** Stands for work that keeps a processor busy. */
final class Work {
  private Work() {}

  static void compute(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }
}
