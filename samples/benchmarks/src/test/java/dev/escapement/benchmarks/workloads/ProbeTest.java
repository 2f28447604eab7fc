package dev.escapement.benchmarks.workloads;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private static Probe[] two() {
    Probe[] probes = Probe.of(2, new CountDownLatch(2));
    for (Probe probe : probes) {
      probe.dueIn(0);
    }
    return probes;
  }

  @Test
  void timers_firedOnceEach_areRight() {
    Probe[] probes = two();
    probes[0].run();
    probes[1].run();
    assertDoesNotThrow(() -> Probe.check(probes));
  }

  @Test
  void timer_thatNeverFired_isLost() {
    Probe[] probes = two();
    probes[0].run();
    var wrong = assertThrows(Wrong.class, () -> Probe.check(probes));
    assertEquals("of 2 timers 1 were lost, 0 fired twice, 0 fired early", wrong.getMessage());
  }

  @Test
  void timer_firedTwice_isTold() {
    Probe[] probes = two();
    probes[0].run();
    probes[1].run();
    probes[1].run();
    assertThrows(Wrong.class, () -> Probe.check(probes));
  }

  @Test
  void timer_firedBeforeItsTime_isEarly() {
    Probe[] probes = two();
    probes[0].dueIn(HOUR);
    probes[0].run();
    probes[1].run();
    var wrong = assertThrows(Wrong.class, () -> Probe.check(probes));
    assertEquals("of 2 timers 0 were lost, 0 fired twice, 1 fired early", wrong.getMessage());
  }
}
