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

/** A cancel before, at and after the moments that count. */
class SleepCancelTimingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final WakeCounter counter = new WakeCounter();
  private final Sleep sleep = loop.runtime.sleep(SECOND);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void cancel_beforeTheFirstPoll_makesEveryPollFail() {
    sleep.cancel();

    assertThrows(CancellationException.class, () -> sleep.poll(counter.context()));
    loop.advance(SECOND);
    assertThrows(CancellationException.class, () -> sleep.poll(counter.context()));
    assertFalse(sleep.isElapsed());
  }

  @Test
  void cancel_beforeTheFirstPollReachesTheCarrier_leavesNothing() {
    loop.elsewhere(
        () -> {
          sleep.poll(counter.context());
          sleep.cancel();
        });
    loop.run();

    assertEquals(0, loop.carrier.timers.size());
    RuntimeSnapshot.Timers timers = loop.runtime.snapshot().timers();
    assertEquals(timers.scheduled(), timers.cancelled());
  }

  @Test
  void cancel_afterFiring_changesNothing() {
    sleep.poll(counter.context());
    loop.advance(SECOND);

    sleep.cancel();

    assertTrue(sleep.isElapsed());
    assertTrue(sleep.poll(counter.context()).isReady());
    assertEquals(0, loop.runtime.snapshot().timers().cancelled());
  }

  @Test
  void cancel_whileDueAndNotFired_prevents() {
    sleep.poll(counter.context());
    loop.time.set(SECOND.toNanos());

    loop.elsewhere(sleep::cancel);
    loop.run();

    assertEquals(0, loop.runtime.snapshot().timers().fired());
    assertEquals(1, loop.runtime.snapshot().timers().cancelled());
    assertThrows(CancellationException.class, () -> sleep.poll(counter.context()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cancel_whileTheFirstPollLooksAtTheClock_isSeenByThatPoll(boolean due) {
    loop.time.set(due ? SECOND.toNanos() : 0);
    loop.time.atNextReading(() -> loop.elsewhere(sleep::cancel));

    assertThrows(CancellationException.class, () -> sleep.poll(counter.context()));
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void cancel_whileAFirstPollElsewhereLooksAtTheClock_isSeenByThatPoll() {
    loop.elsewhere(
        () -> {
          loop.time.atNextReading(sleep::cancel);
          assertThrows(CancellationException.class, () -> sleep.poll(counter.context()));
        });
    assertEquals(0, loop.carrier.inbox.depth());
  }

  @Test
  void cancel_elsewhereBeforeTheFirstPoll_sendsNothing() {
    loop.elsewhere(sleep::cancel);

    assertEquals(0, loop.carrier.inbox.depth());
  }

  @Test
  void cancel_elsewhereOfTheFirstTimer_stillWakesTheLoopAtItsDeadline() {
    sleep.poll(counter.context());
    loop.run();
    loop.elsewhere(sleep::cancel);
    loop.run();

    loop.carrier.idling.idle();

    assertEquals(SECOND.toNanos(), loop.time.nanoTime());
  }
}
