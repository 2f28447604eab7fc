package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * 1,000,000 timers inserted and cancelled from another thread while the loop is parked on a timer
 * an hour away: memory stays bounded, and the loop is woken once for some thousands of pairs, not
 * for each.
 */
class ParkedChurnCheck {
  private static final int PAIRS = 1_000_000;
  private static final long BAR_HEAP = 5_000_000;
  private static final long BAR_WAKES = 1_000;

  @Test
  void insertAndCancel_whileTheLoopIsParked_keepsMemoryAndWakesBounded() {
    try (TaskRuntime runtime = TaskRuntime.builder().name("churn").build()) {
      var anchor = runtime.schedule(Duration.ofHours(1), () -> {});
      while (runtime.snapshot().timers().pending() == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      long heap = Memory.usedAfterGc();
      long parks = runtime.snapshot().loop().parks();
      byte[][] held = new byte[1][];
      int cancelled = 0;
      for (int i = 0; i < PAIRS; i++) {
        byte[] big = new byte[1_000];
        var timer =
            runtime.schedule(
                Duration.ofHours(2),
                () -> {
                  held[0] = big;
                });
        cancelled += timer.cancel() ? 1 : 0;
      }
      long wakes = runtime.snapshot().loop().parks() - parks;
      long grown = Memory.usedAfterGc() - heap;
      System.out.printf(
          "1,000,000 insert-and-cancel pairs against a parked loop: heap grown by %s (bar %s),"
              + " woken %d times (bar %d)%n",
          Memory.megabytes(grown), Memory.megabytes(BAR_HEAP), wakes, BAR_WAKES);
      assertEquals(PAIRS, cancelled);
      assertTrue(grown < BAR_HEAP, "heap grown by " + Memory.megabytes(grown));
      assertTrue(wakes <= BAR_WAKES, "woken " + wakes + " times");
      assertTrue(anchor.cancel());
    }
  }
}
