package dev.escapement.runtime.checks;

import java.util.concurrent.locks.LockSupport;

/** Heap in use after garbage collection. */
final class Memory {
  private Memory() {}

  /** Collects until the figure no longer falls. */
  static long usedAfterGc() {
    long least = Long.MAX_VALUE;
    for (int unchanged = 0; unchanged < 3; ) {
      System.gc();
      LockSupport.parkNanos(50_000_000);
      Runtime jvm = Runtime.getRuntime();
      long used = jvm.totalMemory() - jvm.freeMemory();
      if (used < least - 100_000) {
        unchanged = 0;
      } else {
        unchanged++;
      }
      least = Math.min(least, used);
    }
    return least;
  }

  static String megabytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.2f MB", bytes / 1e6);
  }
}
