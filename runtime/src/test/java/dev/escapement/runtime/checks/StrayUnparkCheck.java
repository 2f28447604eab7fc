package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * At least 1,000,000 stray unparks of the carrier while timers come due: nothing early, nothing
 * lost.
 */
class StrayUnparkCheck {
  private static final int UNPARKS = 1_000_000;
  private static final int TIMERS = 20_000;
  private static final long LONGEST_DELAY = 4_000_000_000L;

  @Test
  void strayUnparks_byTheMillion_makeNothingEarlyAndLoseNothing() throws Exception {
    AtomicReference<Thread> carrier = new AtomicReference<>();
    CountDownLatch fired = new CountDownLatch(TIMERS);
    AtomicInteger early = new AtomicInteger();
    try (TaskRuntime runtime =
        TaskRuntime.builder()
            .name("stray")
            .threadFactory(
                body -> {
                  carrier.set(new Thread(body, "stray-carrier"));
                  return carrier.get();
                })
            .build()) {
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < TIMERS; i++) {
        long due = random.nextLong(LONGEST_DELAY) + runtime.nanoTime();
        var _ =
            runtime.schedule(
                Duration.ofNanos(due - runtime.nanoTime()),
                () -> {
                  if (runtime.nanoTime() < due) {
                    early.incrementAndGet();
                  }
                  fired.countDown();
                });
      }
      long parksBefore = runtime.snapshot().loop().parks();
      long unparks = 0;
      long giveUp = System.nanoTime() + 60_000_000_000L;
      while ((unparks < UNPARKS || fired.getCount() > 0) && System.nanoTime() < giveUp) {
        LockSupport.unpark(carrier.get());
        unparks++;
      }
      long parks = runtime.snapshot().loop().parks() - parksBefore;
      System.out.printf(
          "%,d stray unparks, %,d parks meanwhile, 20,000 timers: early %d, lost %d%n",
          unparks, parks, early.get(), fired.getCount());
      assertEquals(0, fired.getCount(), "lost");
      assertEquals(0, early.get());
    }
    assertTrue(!carrier.get().isAlive(), "the carrier's thread is left");
  }
}
