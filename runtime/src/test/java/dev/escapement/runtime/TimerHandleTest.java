package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerHandleTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private TimerHandle schedule(String name, Duration delay) {
    return loop.runtime.schedule(delay, () -> told.add(name));
  }

  @Test
  void schedule_severalDelays_runInOrderOfDeadlineAndRegistration() {
    schedule("c", Duration.ofMillis(3));
    schedule("a1", Duration.ofMillis(1));
    schedule("b", Duration.ofMillis(2));
    schedule("a2", Duration.ofMillis(1));
    loop.elsewhere(() -> schedule("a3", Duration.ofMillis(1)));

    loop.leap(SECOND);

    assertEquals(List.of("a1", "a2", "a3", "b", "c"), told);
  }

  @Test
  void schedule_andSleeps_shareOneOrder() {
    schedule("callback", SECOND);
    loop.runtime.spawn(Tasks.map(loop.runtime.sleep(SECOND), value -> told.add("task")));
    loop.run();
    schedule("second callback", SECOND);

    loop.leap(SECOND);

    assertEquals(List.of("callback", "task", "second callback"), told);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -3600})
  void schedule_withoutDelay_runsInTheNextTurnAndNotBefore(long seconds) {
    TimerHandle timer = schedule("now", Duration.ofSeconds(seconds));
    assertEquals(List.of(), told);

    loop.run();

    assertEquals(List.of("now"), told);
    assertTrue(timer.isFired());
  }

  @Test
  void schedule_tooFarForNanoseconds_neverRunsAndCostsNoSlot() {
    TimerHandle timer = schedule("never", Duration.ofSeconds(Long.MAX_VALUE));
    loop.advance(Duration.ofDays(36_500));

    assertEquals(Long.MAX_VALUE, timer.deadlineNanos());
    assertEquals(0, loop.carrier.timers.size());
    assertFalse(timer.isFired());
    assertTrue(timer.cancel());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE - 2_000_000_000L})
  void deadline_atAnyOrigin_isTheCallPlusTheDelay(long origin) {
    try (HandLoop late = new HandLoop(origin, builder -> builder)) {
      TimerHandle timer = late.runtime.schedule(SECOND, () -> told.add("late"));
      assertEquals(origin + 1_000_000_000, timer.deadlineNanos());

      late.advance(SECOND.minusNanos(1));
      assertFalse(timer.isFired());
      late.advance(Duration.ofNanos(1));

      assertTrue(timer.isFired());
      assertEquals(List.of("late"), told);
    }
  }

  @Test
  void callback_thatThrows_isCountedAndTheNextRuns() {
    loop.runtime.schedule(
        SECOND,
        () -> {
          throw new AssertionError("out of a callback");
        });
    schedule("next", SECOND);

    loop.advance(SECOND);

    assertEquals(List.of("next"), told);
    assertEquals(1, loop.runtime.snapshot().loop().callOutsFailed());
    assertEquals(2, loop.runtime.snapshot().timers().fired());
  }

  @Test
  void callback_thatSchedulesForNow_runsInALaterTurn() {
    loop.runtime.schedule(
        SECOND,
        () -> {
          schedule("nested", Duration.ZERO);
          told.add("outer");
        });
    schedule("same instant", SECOND);

    loop.advance(SECOND);

    assertEquals(List.of("outer", "same instant", "nested"), told);
  }

  @Test
  void schedule_fromElsewhereThatIsDueAlready_runs() {
    loop.elsewhere(() -> schedule("a", Duration.ofNanos(1)));
    loop.leap(SECOND);

    assertEquals(List.of("a"), told);
  }
}
