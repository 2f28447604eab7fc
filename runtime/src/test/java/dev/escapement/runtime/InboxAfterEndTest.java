package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages that are sent once nobody takes them any more. */
class InboxAfterEndTest {
  private final HandLoop loop = new HandLoop();
  private final Probe<String> probe = new Probe<>();
  private final TaskCell<String> cell = loop.carrier.cell("late", probe, "spawn");
  private final Sleep sleep = loop.runtime.sleep(Duration.ofHours(1));

  InboxAfterEndTest() {
    loop.close();
  }

  private void assertNothingIsLeft() {
    assertEquals(0, loop.carrier.inbox.depth());
  }

  @Test
  void send_newTask_endsItAndRunsItsHookOnce() {
    loop.carrier.inbox.send(cell);
    loop.carrier.inbox.send(cell);
    assertTrue(cell.hasOutcome());
    assertEquals(1, probe.cancels);
    assertNothingIsLeft();
  }

  @Test
  void sendAgain_taskOfTheCarrier_endsItAndLeavesItsHook() {
    loop.carrier.inbox.sendAgain(cell);
    assertTrue(cell.hasOutcome());
    assertEquals(0, probe.cancels);
    assertNothingIsLeft();
  }

  @Test
  void send_armedTimer_cancelsIt() {
    assertFalse(sleep.poll(Context.of(Waker.noop())).isReady());
    assertEquals(Timer.CANCELLED, sleep.phase());
    assertNothingIsLeft();
  }

  @Test
  void arm_onTheCarrier_cancelsTheTimer() {
    loop.carrier.seat(Thread.currentThread());
    assertFalse(sleep.poll(Context.of(Waker.noop())).isReady());
    loop.carrier.seat(null);
    assertEquals(Timer.CANCELLED, sleep.phase());
    assertEquals(0, loop.carrier.timers.size());
  }
}
