package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Resets of a sleep that does not wait: over, not begun, cancelled. On the carrier, and from
 * elsewhere.
 */
class SleepRearmTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

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
  void reset_afterReady_makesItASleepAgain(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    loop.advance(seconds(1));
    assertTrue(poll(sleep));

    reset(sleep, seconds(1), elsewhere);
    assertFalse(sleep.isElapsed());
    assertFalse(poll(sleep));
    loop.advance(seconds(1));

    assertEquals(2, counter.wakes);
    assertTrue(poll(sleep));
    assertThrows(IllegalStateException.class, () -> poll(sleep));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_afterReadyWithoutAPoll_firesForTheNextOne(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(Duration.ZERO);
    assertTrue(poll(sleep));

    reset(sleep, seconds(1), elsewhere);
    loop.advance(seconds(1));

    assertEquals(0, counter.wakes);
    assertTrue(sleep.isElapsed());
    assertTrue(poll(sleep));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_afterFiringWithoutAPoll_wakesTheLastPollerAgain(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    loop.advance(seconds(1));
    assertEquals(1, counter.wakes);

    reset(sleep, seconds(1), elsewhere);
    loop.advance(seconds(1));

    assertEquals(2, counter.wakes);
    assertTrue(poll(sleep));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_betweenFiringAndPoll_takesTheFiringBack(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    loop.advance(seconds(1));
    assertEquals(1, counter.wakes);

    reset(sleep, seconds(1), elsewhere);
    assertFalse(sleep.isElapsed());
    assertFalse(poll(sleep));
    loop.advance(seconds(1));

    assertEquals(2, counter.wakes);
    assertTrue(poll(sleep));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_beforeTheFirstPoll_registersNothing(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));

    reset(sleep, seconds(5), elsewhere);
    loop.advance(seconds(2));

    assertEquals(0, loop.carrier.timers.size());
    assertFalse(sleep.isElapsed());
    assertFalse(poll(sleep));
    loop.advance(seconds(3));
    assertTrue(poll(sleep));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_ofCancelledSleep_leavesItCancelled(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    sleep.cancel();

    reset(sleep, seconds(1), elsewhere);
    loop.advance(seconds(5));

    assertThrows(CancellationException.class, () -> poll(sleep));
    assertEquals(0, loop.carrier.timers.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_toNeverAndBack_leavesAndEntersTheHeap(boolean elsewhere) {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));

    reset(sleep, FOREVER, elsewhere);
    loop.advance(seconds(100));
    assertEquals(0, loop.carrier.timers.size());
    assertEquals(0, counter.wakes);

    reset(sleep, seconds(1), elsewhere);
    loop.advance(seconds(1));
    assertEquals(1, counter.wakes);
    assertTrue(poll(sleep));
    assertTrue(loop.carrier.dormant.isEmpty());
  }

  @Test
  void reset_elsewhereAfterAMessageThatMeantNothingAnyMore_sendsTheNext() {
    Sleep sleep = loop.runtime.sleep(seconds(1));
    assertFalse(poll(sleep));
    loop.elsewhere(() -> sleep.reset(seconds(2)));
    sleep.reset(seconds(3));
    loop.run();
    loop.elsewhere(() -> sleep.reset(seconds(4)));
    assertEquals(1, loop.carrier.inbox.depth());
  }

  @Test
  void handle_thatNeverFires_isNotKeptForTheEnd() {
    loop.runtime.schedule(FOREVER, () -> {});
    assertTrue(loop.carrier.dormant.isEmpty());
  }
}
