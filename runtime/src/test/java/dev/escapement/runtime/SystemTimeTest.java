package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real parks. A park may end early for any reason, so each is repeated, as the loop does. */
class SystemTimeTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static int parksUntil(SystemTime time, long deadline) {
    int parks = 0;
    while (time.nanoTime() < deadline) {
      time.park(deadline, () -> false);
      parks++;
      assertTrue(time.nanoTime() < deadline + 5 * SECOND);
    }
    return parks;
  }

  @ParameterizedTest
  @EnumSource
  void nanoTime_newSource_startsNearZeroAndNeverGoesBack(LagMode mode) {
    SystemTime time = new SystemTime(mode);
    long before = time.nanoTime();
    assertTrue(before >= 0 && before < 5 * SECOND);
    for (int i = 0; i < 10_000; i++) {
      long now = time.nanoTime();
      assertTrue(now >= before);
      before = now;
    }
    assertFalse(time.isVirtual());
  }

  @ParameterizedTest
  @EnumSource
  void park_untilADeadline_returnsInTime(LagMode mode) {
    SystemTime time = new SystemTime(mode);
    for (int i = 0; i < 20; i++) {
      parksUntil(time, time.nanoTime() + 1_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void park_deadlineThatHasPassed_returnsAtOnce(LagMode mode) {
    SystemTime time = new SystemTime(mode);
    for (int i = 0; i < 100; i++) {
      time.park(time.nanoTime() - i, () -> false);
    }
    assertTrue(time.nanoTime() < 5 * SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void park_afterALongParkThatWasEndedByAnUnpark_isNotHeldBack(LagMode mode) {
    SystemTime time = new SystemTime(mode);
    time.unpark(Thread.currentThread());
    time.park(Deadlines.NEVER, () -> true);
    time.unpark(Thread.currentThread());
    time.park(time.nanoTime() + 3_600 * SECOND, () -> true);
    parksUntil(time, time.nanoTime() + 1_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void park_afterAStormOfUnparks_isNotHeldBack(LagMode mode) {
    SystemTime time = new SystemTime(mode);
    for (int i = 0; i < 200_000; i++) {
      time.unpark(Thread.currentThread());
      time.park(time.nanoTime() + 3_600 * SECOND, () -> true);
    }
    parksUntil(time, time.nanoTime() + 1_000_000);
  }

  @Test
  void park_denseDeadlinesInPreciseMode_isSpaced() {
    SystemTime time = new SystemTime(LagMode.PRECISE);
    long start = time.nanoTime();
    int wakeUps = 0;
    while (time.nanoTime() - start < 50_000_000) {
      time.park(time.nanoTime() + 1_000, () -> false);
      wakeUps++;
    }
    long elapsed = time.nanoTime() - start;
    assertTrue(wakeUps <= 16 + elapsed / 40_000, wakeUps + " wake-ups in " + elapsed + " ns");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRECISE", "SPIN"})
  void park_wokenWhileItSpins_returnsBeforeTheDeadline(LagMode mode) {
    SystemTime time = new SystemTime(mode);
    AtomicBoolean asked = new AtomicBoolean();
    boolean before = false;
    while (!before) { // soon: what is so near is spun away, but not if the machine holds us up
      long deadline = time.nanoTime() + 20_000;
      asked.set(false);
      time.park(deadline, () -> asked.compareAndSet(false, true));
      before = asked.get() && time.nanoTime() < deadline;
      assertTrue(time.nanoTime() < 60 * SECOND, "no park was ended by its being woken");
      parksUntil(time, time.nanoTime() + 1_000_000);
    }
  }
}
