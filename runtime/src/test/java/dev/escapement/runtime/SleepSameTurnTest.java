package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sleep that is changed elsewhere while the loop fires what was due before it. */
class SleepSameTurnTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();
  private final WakeCounter counter = new WakeCounter();
  private final Sleep sleep = loop.runtime.sleep(SECOND.multipliedBy(2));

  @AfterEach
  void close() {
    loop.close();
  }

  /** One turn: fires a timer whose waker does that, and then would fire the sleep. */
  private RuntimeSnapshot.Timers fireAfter(Runnable change) {
    loop.runtime.sleep(SECOND).poll(Context.of(() -> loop.elsewhere(change)));
    assertFalse(sleep.poll(counter.context()).isReady());
    loop.time.set(SECOND.multipliedBy(3).toNanos());
    loop.carrier.turn();
    assertEquals(1, loop.carrier.inbox.depth());
    return loop.runtime.snapshot().timers();
  }

  @Test
  void reset_whileItIsAboutToFire_movesIt() {
    RuntimeSnapshot.Timers told = fireAfter(() -> sleep.reset(SECOND));
    assertEquals(0, counter.wakes);
    assertEquals(1, told.fired());
    assertEquals(1, told.rescheduled());
    assertEquals(4_000_000_000L, loop.carrier.timers.firstDeadline());

    loop.advance(SECOND);
    assertEquals(1, counter.wakes);
    assertEquals(1, loop.runtime.snapshot().timers().rescheduled());
  }

  @Test
  void cancel_whileItIsAboutToFire_prevents() {
    RuntimeSnapshot.Timers told = fireAfter(sleep::cancel);
    assertEquals(1, counter.wakes, "it is told of the cancel");
    assertEquals(1, told.fired());
    assertEquals(1, told.cancelled());
    assertEquals(0, loop.carrier.timers.size());

    loop.run();
    assertFalse(sleep.isElapsed());
    assertEquals(1, loop.runtime.snapshot().timers().cancelled());
  }
}
