package dev.escapement.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class SchedulerProbeTest {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final SchedulerProbe probe = new SchedulerProbe(waiting::add);

  @Test
  void delay_beforeTheFirstProbe_isZero() {
    assertEquals(0, probe.delayNanos());
  }

  @Test
  void delay_whileTheProbeWaits_rises() {
    probe.launch();
    long before = probe.delayNanos();
    while (probe.delayNanos() == before) {
      Thread.onSpinWait();
    }
    assertTrue(probe.delayNanos() > before);
  }

  @Test
  void delay_afterTheProbeRan_staysAsItWas() {
    probe.launch();
    waiting.remove().run();
    long delay = probe.delayNanos();
    assertTrue(delay > 0);
    assertEquals(delay, probe.delayNanos());
  }

  @Test
  void delay_ofAShortProbe_followsALongOne() {
    probe.launch();
    long before = probe.delayNanos();
    while (probe.delayNanos() < before + 50_000_000) {
      Thread.onSpinWait();
    }
    waiting.remove().run();
    long first = probe.delayNanos();
    assertTrue(first >= 50_000_000);
    do { // a busy machine may hold up one of them
      probe.launch();
      waiting.remove().run();
    } while (probe.delayNanos() >= first);
  }

  @Test
  void launch_whileAProbeWaits_sendsNoOther() {
    probe.launch();
    probe.launch();
    assertEquals(1, waiting.size());
    waiting.remove().run();
    probe.launch();
    assertEquals(1, waiting.size());
  }
}
