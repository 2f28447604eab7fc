package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerCancelTest {
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
  void cancel_beforeFiring_isTrueOnceAndPrevents() {
    TimerHandle timer = schedule("a", SECOND);
    schedule("b", SECOND);

    assertTrue(timer.cancel());
    assertFalse(timer.cancel());
    loop.elsewhere(() -> assertFalse(timer.cancel()));
    assertEquals(1, loop.carrier.timers.size());
    loop.advance(SECOND);

    assertEquals(List.of("b"), told);
    assertFalse(timer.isFired());
  }

  @Test
  void cancel_fromElsewhere_isTrueOnceAndPrevents() {
    TimerHandle timer = schedule("a", SECOND);

    loop.elsewhere(
        () -> {
          assertTrue(timer.cancel());
          assertFalse(timer.cancel());
        });
    assertEquals(1, loop.carrier.inbox.depth());
    loop.advance(SECOND);

    assertEquals(List.of(), told);
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void cancel_afterFiring_isFalse() {
    TimerHandle timer = schedule("a", SECOND);
    loop.advance(SECOND);

    assertFalse(timer.cancel());
    loop.elsewhere(() -> assertFalse(timer.cancel()));
    assertTrue(timer.isFired());
  }

  @Test
  void cancel_byACallbackOfTheSameInstant_isFalse() {
    List<TimerHandle> later = new ArrayList<>();
    List<Boolean> cancelled = new ArrayList<>();
    loop.runtime.schedule(SECOND, () -> cancelled.add(later.getFirst().cancel()));
    later.add(schedule("fired with it", SECOND));

    loop.advance(SECOND);

    assertEquals(List.of(false), cancelled);
    assertEquals(List.of("fired with it"), told);
  }
}
