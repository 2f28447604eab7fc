package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InterruptStormTest {
  private static final int TIMERS = 1_000;

  @Test
  @Timeout(60)
  void carrier_thatIsInterruptedAgainAndAgain_firesEverythingAndNothingEarly() throws Exception {
    var carrier = new AtomicReference<Thread>();
    var early = new AtomicInteger();
    var fired = new CountDownLatch(TIMERS);
    try (TaskRuntime runtime =
        TaskRuntime.builder()
            .name("interrupted")
            .threadFactory(
                body -> {
                  Thread thread = new Thread(body, "interrupted-carrier");
                  thread.setDaemon(true);
                  carrier.set(thread);
                  return thread;
                })
            .build()) {
      for (int i = 0; i < TIMERS; i++) {
        long due = runtime.nanoTime() + Duration.ofMillis(i % 500).toNanos();
        runtime.schedule(
            Duration.ofNanos(due - runtime.nanoTime()),
            () -> {
              early.addAndGet(runtime.nanoTime() < due ? 1 : 0);
              fired.countDown();
            });
      }
      do {
        carrier.get().interrupt();
      } while (!fired.await(100, TimeUnit.MICROSECONDS));
      assertEquals(0, early.get());
      int answer = runtime.blockOn(context -> Poll.ready(2));
      assertEquals(2, answer);
      long parks = runtime.snapshot().loop().parks();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      long spun = runtime.snapshot().loop().parks() - parks;
      assertTrue(spun < 100, "with its flag set a loop would not park: " + spun + " times");
    }
    assertTrue(carrier.get().join(Duration.ofSeconds(10)));
  }
}
