package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SleepDeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final WakeCounter counter = new WakeCounter();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void deadline_isFixedAtTheCallAndNotAtTheFirstPoll() {
    Sleep sleep = loop.runtime.sleep(SECOND);
    loop.time.set(600_000_000);
    JoinHandle<Void> handle = loop.runtime.spawn(sleep);

    loop.advance(Duration.ofMillis(400));

    assertEquals(1_000_000_000, sleep.deadlineNanos());
    assertTrue(handle.isDone());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void poll_ofSleepOfNothing_isReadyAtOnce(long seconds) {
    Sleep sleep = loop.runtime.sleep(Duration.ofSeconds(seconds));

    assertTrue(sleep.isElapsed());
    assertTrue(sleep.poll(counter.context()).isReady());
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void sleepUntil_timeThatHasPassed_isReadyAtOnce() {
    loop.time.set(5);

    for (long deadline : List.of(5L, 4L, 0L, -1L, Long.MIN_VALUE)) {
      assertTrue(loop.runtime.sleepUntil(deadline).poll(counter.context()).isReady());
    }
    assertFalse(loop.runtime.sleepUntil(6).poll(counter.context()).isReady());
  }

  @Test
  void sleep_tooLongForNanoseconds_isNeverAndCostsNoSlot() {
    Sleep sleep = loop.runtime.sleep(Duration.ofSeconds(Long.MAX_VALUE));
    JoinHandle<Void> handle = loop.runtime.spawn(sleep);

    loop.advance(Duration.ofDays(36_500));

    assertEquals(Long.MAX_VALUE, sleep.deadlineNanos());
    assertEquals(0, loop.carrier.timers.size());
    assertFalse(handle.isDone());
    assertFalse(sleep.isElapsed());
    assertEquals("a sleep until never", sleep.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE - 2_000_000_001L, Long.MAX_VALUE - 2_000_000_000L})
  void sleep_atAnyOrigin_endsAtItsDeadline(long origin) {
    try (HandLoop late = new HandLoop(origin, builder -> builder)) {
      Sleep sleep = late.runtime.sleep(SECOND);
      Sleep beyond = late.runtime.sleep(Duration.ofSeconds(Long.MAX_VALUE));
      JoinHandle<Void> handle = late.runtime.spawn(sleep);
      JoinHandle<Void> never = late.runtime.spawn(beyond);

      late.advance(SECOND.minusNanos(1));
      assertFalse(handle.isDone());
      late.advance(Duration.ofNanos(1));

      assertEquals(origin + 1_000_000_000, sleep.deadlineNanos());
      assertTrue(handle.isDone());
      assertEquals(Long.MAX_VALUE, beyond.deadlineNanos());
      assertFalse(never.isDone());
    }
  }

  @Test
  void sleep_acrossTheEndOfTime_isNever() {
    try (HandLoop late = new HandLoop(Long.MAX_VALUE - 1_000_000_000, builder -> builder)) {
      assertEquals(Long.MAX_VALUE - 1, late.runtime.sleep(SECOND.minusNanos(1)).deadlineNanos());
      assertEquals(Long.MAX_VALUE, late.runtime.sleep(SECOND).deadlineNanos());
      assertEquals(Long.MAX_VALUE, late.runtime.sleep(SECOND.plusNanos(1)).deadlineNanos());
      assertTrue(late.runtime.sleep(Duration.ofSeconds(Long.MIN_VALUE)).isElapsed());
    }
  }
}
