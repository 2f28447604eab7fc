package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A million bodies that end at about their limit: no later blocking call sees our interrupt, and an
 * interrupt by somebody else that was pending stays pending.
 */
class MillionLimitsCheck {
  private static final int THREADS = 4;
  private static final int RUNS = 1_000_000 / THREADS;
  private static final int FOREIGN_EVERY = 10;

  private final AtomicInteger inTime = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicInteger strays = new AtomicInteger();
  private final AtomicInteger foreign = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  @Test
  void aMillionLimits_leaveNoInterruptAndLoseNone() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start();
        Scope scope = LoomBridge.of(runtime).openScope()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      for (int i = 0; i < THREADS; i++) {
        scope.fork("limits-" + i, () -> limits(bridge));
      }
      scope.join();
    }
    System.out.printf(
        "1,000,000 withTimeout runs around their limit: %d in time, %d late, stray interrupts %d"
            + " (bar 0), foreign interrupts lost %d of %d (bar 0)%n",
        inTime.get(), late.get(), strays.get(), lost.get(), foreign.get());
    assertEquals(THREADS * RUNS, inTime.get() + late.get());
    assertTrue(inTime.get() > RUNS / 100 && late.get() > RUNS / 100, "one outcome only");
    assertEquals(0, strays.get(), "stray");
    assertEquals(0, lost.get(), "lost");
  }

  private int limits(LoomBridge bridge) throws Exception {
    for (int i = 0; i < RUNS; i++) {
      boolean interrupted = i % FOREIGN_EVERY == 0;
      if (interrupted) {
        foreign.incrementAndGet();
        Thread.currentThread().interrupt();
      }
      long limit = 10_000L + i % 20_000;
      long end = System.nanoTime() + limit + i % 50_000;
      try {
        var _ = bridge.withTimeout(Duration.ofNanos(limit), () -> spinUntil(end));
        inTime.incrementAndGet();
      } catch (TimeoutException e) {
        late.incrementAndGet();
      }
      if (interrupted) {
        lost.addAndGet(Thread.interrupted() ? 0 : 1);
      }
      try {
        bridge.sleep(Duration.ZERO);
      } catch (InterruptedException e) {
        strays.incrementAndGet();
      }
    }
    return RUNS;
  }

  private static int spinUntil(long end) {
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 1;
  }
}
