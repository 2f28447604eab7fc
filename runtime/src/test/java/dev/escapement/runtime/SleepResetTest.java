package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case once with the reset on the carrier, and once from elsewhere. */
class SleepResetTest {
  private final HandLoop loop = new HandLoop();
  private final WakeCounter counter = new WakeCounter();

  @AfterEach
  void close() {
    loop.close();
  }

  private static Duration seconds(long n) {
    return Duration.ofSeconds(n);
  }

  private void reset(Sleep sleep, Duration to, boolean elsewhere) {
    if (elsewhere) {
      loop.elsewhere(() -> sleep.reset(to));
    } else {
      sleep.reset(to);
    }
  }

  private boolean poll(Sleep sleep) {
    return sleep.poll(counter.context()).isReady();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_earlier_firesAtTheNewDeadlineOnly(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(10));
    assertFalse(poll(sleep));
    loop.advance(seconds(1));

    reset(sleep, seconds(2), elsewhere);
    assertEquals(3_000_000_000L, sleep.deadlineNanos());
    loop.advance(seconds(2).minusNanos(1));
    assertEquals(0, counter.wakes);
    loop.advance(Duration.ofNanos(1));

    assertEquals(1, counter.wakes);
    assertTrue(poll(sleep));
    loop.advance(seconds(20));
    assertEquals(1, counter.wakes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_later_doesNotFireAtTheOldDeadline(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));

    reset(sleep, seconds(5), elsewhere);
    loop.advance(seconds(5).minusNanos(1));
    assertEquals(0, counter.wakes);
    assertFalse(poll(sleep));
    loop.advance(Duration.ofNanos(1));

    assertEquals(1, counter.wakes);
    assertTrue(poll(sleep));
    assertEquals(0, loop.carrier.timers.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_laterWhileDueAndNotFired_movesIt(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    loop.time.set(seconds(2).toNanos());

    reset(sleep, seconds(5), elsewhere);
    loop.run();
    assertEquals(0, counter.wakes);
    loop.advance(seconds(5));

    assertEquals(1, counter.wakes);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void reset_toNothing_isDueAtOnce(long duration) {
    Sleep sleep = loop.runtime.sleep(seconds(10));
    assertFalse(poll(sleep));
    loop.advance(seconds(1));

    sleep.reset(seconds(duration));
    loop.run();

    assertEquals(1, counter.wakes);
    assertTrue(poll(sleep));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_manyTimes_keepsOneSlotAndOneMessage(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    for (int i = 1; i <= 1000; i++) {
      reset(sleep, seconds(1 + i % 7), elsewhere);
    }

    assertEquals(elsewhere ? 1 : 0, loop.carrier.inbox.depth());
    loop.run();
    assertEquals(1, loop.carrier.timers.size());
    loop.advance(seconds(10));
    assertEquals(1, counter.wakes);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE - 10_000_000_000L})
  void reset_atAnyOrigin_countsFromNow(long origin) {
    try (HandLoop late = new HandLoop(origin, builder -> builder)) {
      Sleep sleep = late.runtime.sleep(seconds(9));
      assertFalse(poll(sleep));
      late.advance(seconds(1));

      sleep.reset(seconds(2));
      assertEquals(origin + 3_000_000_000L, sleep.deadlineNanos());
      late.advance(seconds(2));
      assertTrue(poll(sleep));
    }
  }
}
