package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * 10,000,000 timers with random deadlines from 4 threads, which outrun the loop: none early, none
 * lost, none twice, and in order. The order that must hold for each thread: timer a fires after
 * timer b of a later or equal deadline only if b was registered before it, that is, if a was
 * scheduled after b and its {@code schedule} had not returned when b was due.
 */
class TenMillionTimersCheck {
  private static final int PRODUCERS = 4;
  private static final int TIMERS = 2_500_000;
  private static final long LONGEST_DELAY = 2_000_000_000L;
  private static final long BAR_HEAP = 5_000_000;

  @Test
  void tenMillionTimers_fromFourThreads_fireOnceInOrderAndNeverEarly() throws Exception {
    Producer[] producers = new Producer[PRODUCERS];
    try (TaskRuntime runtime = TaskRuntime.builder().name("ten-million").build()) {
      for (int p = 0; p < PRODUCERS; p++) {
        producers[p] = new Producer(runtime, 42 + p);
      }
      long before = Memory.usedAfterGc();
      long start = System.nanoTime();
      for (Producer producer : producers) {
        producer.start();
      }
      for (Producer producer : producers) {
        assertTrue(producer.allFired.await(120, TimeUnit.SECONDS), "timers were lost");
        producer.join(); // its last notes may come after the last timer
      }
      long took = System.nanoTime() - start;
      long grown = Memory.usedAfterGc() - before;
      long early = 0;
      long outOfOrder = 0;
      for (Producer producer : producers) {
        early += producer.countEarly();
        outOfOrder += producer.countOutOfOrder();
        producer.checkEachFiredOnce();
      }
      var timers = runtime.snapshot().timers();
      System.out.printf(
          "10,000,000 timers in %.1f s: early %d, out of order %d, pending %d, heap grown by %s"
              + " (bar %s); lag %s%n",
          took / 1e9,
          early,
          outOfOrder,
          timers.pending(),
          Memory.megabytes(grown),
          Memory.megabytes(BAR_HEAP),
          timers.lag());
      assertEquals(0, early, "early");
      assertEquals(0, outOfOrder, "out of order");
      assertEquals(0, timers.pending(), "pending");
      assertEquals((long) PRODUCERS * TIMERS, timers.fired(), "fired");
      assertTrue(grown < BAR_HEAP, "heap grown by " + Memory.megabytes(grown));
    }
  }

  /** Schedules timers and, on the carrier, notes how they fire. */
  private static final class Producer extends Thread {
    final CountDownLatch allFired = new CountDownLatch(1);
    private final TaskRuntime runtime;
    private final SplittableRandom random;
    private final long[] deadlines = new long[TIMERS];
    private final long[] returned = new long[TIMERS];
    private final long[] firedAt = new long[TIMERS];
    private final int[] fired = new int[TIMERS + 1];
    private int count;

    Producer(TaskRuntime runtime, long seed) {
      this.runtime = runtime;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
      for (int i = 0; i < TIMERS; i++) {
        int number = i;
        Duration delay = Duration.ofNanos(random.nextLong(LONGEST_DELAY));
        var timer = runtime.schedule(delay, () -> fired(number));
        deadlines[i] = timer.deadlineNanos();
        returned[i] = runtime.nanoTime();
      }
    }

    /** On the carrier. */
    private void fired(int number) {
      firedAt[number] = runtime.nanoTime();
      if (count <= TIMERS) {
        fired[count] = number;
      }
      if (++count == TIMERS) {
        allFired.countDown();
      }
    }

    void checkEachFiredOnce() {
      assertEquals(TIMERS, count, "fired");
      boolean[] seen = new boolean[TIMERS];
      for (int i = 0; i < TIMERS; i++) {
        assertTrue(!seen[fired[i]], "a timer fired twice");
        seen[fired[i]] = true;
      }
    }

    long countEarly() {
      return IntStream.range(0, TIMERS).filter(i -> firedAt[i] < deadlines[i]).count();
    }

    /**
     * Walks backwards over all pairs at once, by two minima of those that fired after a: the first
     * of them in the order, and the earliest time at which one of them was both scheduled and due.
     */
    long countOutOfOrder() {
      long wrong = 0;
      int first = fired[TIMERS - 1];
      long due = Long.MAX_VALUE;
      for (int i = TIMERS - 2; i >= 0; i--) {
        int a = fired[i];
        int next = fired[i + 1];
        due = Math.min(due, Math.max(deadlines[next], returned[next]));
        if (due < deadlines[a] || (isBefore(first, a) && first < a)) {
          wrong++;
        }
        if (isBefore(a, first)) {
          first = a;
        }
      }
      return wrong;
    }

    private boolean isBefore(int x, int y) {
      return deadlines[x] < deadlines[y] || (deadlines[x] == deadlines[y] && x < y);
    }
  }
}
