package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.escapement.runtime.spi.ThreadSleep;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sleeps of the test's own thread, which parks only where it says so. */
class SleepingThreadTest {
  private static final long NOW = 1_000;
  private static final long LONG = 10_000_000_000L;

  private final HandLoop loop = new HandLoop(NOW, builder -> builder);
  private final Thread carrier = Thread.currentThread();

  @BeforeEach
  void takePermit() {
    LockSupport.unpark(carrier);
    LockSupport.park(); // any permit that comes from now on is of a sleep
  }

  @AfterEach
  void close() {
    loop.carrier.seat(carrier);
    loop.close();
  }

  private ThreadSleep start(long deadline) {
    ThreadSleep[] sleep = new ThreadSleep[1];
    loop.elsewhere(() -> sleep[0] = loop.runtime.access().startSleep(deadline, NOW));
    return sleep[0];
  }

  private static void assertUnparked() {
    long begin = System.nanoTime();
    LockSupport.parkNanos(LONG);
    assertTrue(System.nanoTime() - begin < LONG, "nobody has unparked the thread");
  }

  @Test
  void isOver_beforeTheDeadline_isFalse() {
    ThreadSleep sleep = start(NOW + 10);
    loop.advance(Duration.ofNanos(9));
    assertFalse(sleep.isOver());
  }

  @Test
  void recordResumeLag_onceFired_isTheTimeSinceTheThreadWasWoken() {
    ThreadSleep sleep = start(NOW + 10);
    loop.leap(Duration.ofNanos(25));
    assertTrue(sleep.isOver());
    loop.time.set(NOW + 32);
    sleep.recordResumeLag();
    Histogram lag = loop.runtime.snapshot().timers().resumeLag();
    assertEquals(1, lag.count());
    assertEquals(7, lag.sumNanos());
  }

  @Test
  void fire_unparksTheThread() {
    var _ = start(NOW + 10);
    loop.leap(Duration.ofNanos(10));
    assertUnparked();
  }

  @Test
  void sleeps_amongCallbacks_fireInTheOrderOfRegistration() {
    ThreadSleep first = start(NOW + 10);
    loop.elsewhere(
        () -> {
          for (int i = 0; i < FiringPace.LEAST - 1; i++) {
            loop.runtime.schedule(Duration.ofNanos(10), () -> {});
          }
        });
    ThreadSleep second = start(NOW + 10);
    loop.run();
    loop.time.set(NOW + 10);
    loop.carrier.turn(); // fires as many as the first and the callbacks
    assertTrue(first.isOver());
    assertFalse(second.isOver());
    loop.run();
    assertTrue(second.isOver());
  }

  @Test
  void cancel_beforeTheLoopHasTakenIt_leavesNothing() {
    ThreadSleep sleep = start(NOW + 10);
    loop.elsewhere(sleep::cancel);
    loop.carrier.inbox.peek(message -> fail("the inbox holds " + message));
    loop.run();
    assertEquals(0, loop.carrier.timers.size());
    assertEquals(1, loop.runtime.snapshot().timers().cancelled());
  }

  @Test
  void cancel_ofOneThatTheLoopHasTaken_takesItOut() {
    ThreadSleep sleep = start(NOW + 10);
    loop.run();
    assertEquals(1, loop.carrier.timers.size());
    loop.elsewhere(sleep::cancel);
    loop.run();
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void close_endsOneThatSleeps() {
    assertEndedByClose(NOW + 10);
  }

  @Test
  void close_endsOneThatNeverEnds() {
    assertEndedByClose(Long.MAX_VALUE);
  }

  private void assertEndedByClose(long deadline) {
    ThreadSleep sleep = start(deadline);
    loop.run();
    assertFalse(sleep.isOver());
    loop.close();
    assertUnparked();
    CancellationException e = assertThrows(CancellationException.class, sleep::isOver);
    assertEquals("the sleep ended because runtime 'hand' was closed", e.getMessage());
  }

  @Test
  void start_onAClosedRuntime_endsAtOnce() {
    loop.close();
    ThreadSleep sleep = loop.runtime.access().startSleep(NOW + 10, NOW);
    assertUnparked();
    assertThrows(CancellationException.class, sleep::isOver);
  }

  @Test
  void cancel_ofOneThatNeverEnds_forgetsIt() {
    ThreadSleep sleep = start(Long.MAX_VALUE);
    loop.run();
    assertEquals(1, loop.carrier.dormant.size());
    loop.elsewhere(sleep::cancel);
    loop.run();
    assertEquals(0, loop.carrier.dormant.size());
  }
}
