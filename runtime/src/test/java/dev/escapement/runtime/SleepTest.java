package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SleepTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final WakeCounter counter = new WakeCounter();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void sleep_beforeItsDeadline_isNeverReady() {
    JoinHandle<Void> handle = loop.runtime.spawn(loop.runtime.sleep(SECOND));

    loop.advance(SECOND.minusNanos(1));
    assertFalse(handle.isDone());
    loop.advance(Duration.ofNanos(1));

    assertTrue(handle.isDone());
  }

  @Test
  void poll_firstAfterTheDeadline_isReadyAndNeverEntersTheHeap() {
    Sleep sleep = loop.runtime.sleep(SECOND);
    loop.time.set(1_000_000_000);

    assertTrue(sleep.isElapsed());
    assertTrue(sleep.poll(counter.context()).isReady());

    assertEquals(0, loop.carrier.timers.size());
    assertEquals(0, loop.runtime.snapshot().timers().scheduled());
    assertTrue(sleep.isElapsed());
  }

  @Test
  void isElapsed_ofWaitingSleep_isTrueOnceItHasFired() {
    Sleep sleep = loop.runtime.sleep(SECOND);
    assertFalse(sleep.isElapsed());
    sleep.poll(counter.context());

    loop.time.set(1_000_000_000);
    assertFalse(sleep.isElapsed(), "due, and not fired yet");
    loop.run();

    assertTrue(sleep.isElapsed());
    assertEquals(1, counter.wakes);
    assertTrue(sleep.poll(counter.context()).isReady());
  }

  @Test
  void poll_withAnotherWaker_wakesTheLatestOnly() {
    Sleep sleep = loop.runtime.sleep(SECOND);
    WakeCounter latest = new WakeCounter();
    sleep.poll(counter.context());
    sleep.poll(counter.context());
    sleep.poll(latest.context());

    loop.advance(SECOND);

    assertEquals(0, counter.wakes);
    assertEquals(1, latest.wakes);
    assertEquals(1, loop.runtime.snapshot().timers().scheduled());
  }

  @Test
  void poll_afterReady_isRefusedWithTheTasksName() {
    Sleep sleep = loop.runtime.sleep(Duration.ZERO);
    assertTrue(sleep.poll(counter.context()).isReady());

    var byHand = assertThrows(IllegalStateException.class, () -> sleep.poll(counter.context()));
    JoinHandle<Void> handle = loop.runtime.spawn("twice", sleep);
    loop.run();

    assertTrue(byHand.getMessage().contains("a sleep, polled by hand"), byHand.getMessage());
    String refusal = handle.toCompletableFuture().exceptionNow().getMessage();
    assertTrue(refusal.contains("a sleep, in task 'twice'"), refusal);
  }

  @Test
  void sleeps_ofEqualDeadlines_wakeInOrderOfTheirFirstPoll() {
    StringBuilder order = new StringBuilder();
    Sleep a = loop.runtime.sleep(SECOND);
    Sleep b = loop.runtime.sleep(SECOND);
    Sleep c = loop.runtime.sleepUntil(999_999_999);
    b.poll(Context.of(() -> order.append('b')));
    c.poll(Context.of(() -> order.append('c')));
    a.poll(Context.of(() -> order.append('a')));

    loop.leap(SECOND);

    assertEquals("cba", order.toString());
  }
}
