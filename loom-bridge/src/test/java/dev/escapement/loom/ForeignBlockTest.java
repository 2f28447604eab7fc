package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.sim.ForeignBlockException;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForeignBlockTest {
  private final Simulation simulation =
      Simulation.builder().seed(3).grace(Duration.ofSeconds(1)).build();
  private final LoomBridge bridge = LoomBridge.of(simulation.runtime());
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    stop.set(true);
    simulation.close();
  }

  private ForeignBlockException report() {
    return assertThrows(
        ForeignBlockException.class, () -> simulation.advance(Duration.ofSeconds(1)));
  }

  private static void assertTells(Throwable report, String... parts) {
    for (String part : parts) {
      assertTrue(report.getMessage().contains(part), () -> part + " in " + report.getMessage());
    }
  }

  private void spin() {
    while (!stop.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void waitOutsideOfTheBridge_isToldAsBlockedWithBlockerAndStack() {
    var _ =
        bridge.fork(
            "the blocked one",
            () -> {
              never.await();
              return true;
            });
    assertTells(
        report(),
        "thread 'the blocked one'",
        "is blocked outside the bridge",
        "state WAITING",
        "blocked on a java.util.concurrent.CountDownLatch$Sync",
        "at java.base/java.util.concurrent.CountDownLatch.await",
        "ForeignBlockTest.java",
        "Simulation.seeded(3)");
  }

  @Test
  void computation_withoutEnd_isToldAsRunning() {
    var _ =
        bridge.fork(
            "the busy one",
            () -> {
              spin();
              return true;
            });
    assertTells(report(), "thread 'the busy one'", "is running", "state RUNNABLE");
  }

  @Test
  void thread_forWhichTheJdkHasNoCarrier_isToldAsNeverStarted() {
    int carriers = Runtime.getRuntime().availableProcessors();
    CountDownLatch spinning = new CountDownLatch(carriers);
    for (int i = 0; i < carriers; i++) {
      Thread.startVirtualThread(
          () -> {
            spinning.countDown();
            spin();
          });
    }
    Eventually.await("all carriers are busy", () -> spinning.getCount() == 0);
    var _ = bridge.fork("the waiting one", () -> true);
    assertTells(report(), "thread 'the waiting one'", "was never started by the JDK");
  }

  @Test
  void stuckThread_whenTheSimulationIsClosed_isInterruptedAndUnwinds() {
    AtomicBoolean unwound = new AtomicBoolean();
    Thread[] thread = new Thread[1];
    var _ =
        bridge.fork(
            "stuck",
            () -> {
              thread[0] = Thread.currentThread();
              try {
                never.await();
              } finally {
                assertThrows(Exception.class, () -> bridge.sleep(Duration.ofSeconds(1)));
                unwound.set(true);
              }
              return true;
            });
    report();
    assertFalse(unwound.get());
    simulation.close();
    Eventually.awaitEnd(thread[0]);
    assertTrue(unwound.get());
  }
}
