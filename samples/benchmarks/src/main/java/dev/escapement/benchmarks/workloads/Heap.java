package dev.escapement.benchmarks.workloads;

/** What is live on the heap. */
final class Heap {
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /** Collects garbage and tells the least that was in use after it. */
  static long liveBytes() {
    Runtime jvm = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      used = Math.min(used, jvm.totalMemory() - jvm.freeMemory());
    }
    return used;
  }
}
