package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  /** The wall clock is ahead of the monotonic one by as much as the test says. */
  private static final class TwoClocks implements TimeSource {
    long now;
    long aheadNanos = TimeUnit.DAYS.toNanos(20_000);

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public InstantSource clock() {
      return () -> Instant.EPOCH.plusNanos(now + aheadNanos);
    }

    @Override
    public void park(long deadlineNanos, BooleanSupplier woken) {}

    @Override
    public void unpark(Thread carrier) {}

    @Override
    public boolean isVirtual() {
      return true;
    }
  }

  private final TwoClocks clocks = new TwoClocks();
  private final ClockWatch watch = new ClockWatch(clocks);

  private boolean jumpedAfter(long millis, long aheadMillis) {
    clocks.now += TimeUnit.MILLISECONDS.toNanos(millis);
    clocks.aheadNanos += TimeUnit.MILLISECONDS.toNanos(aheadMillis);
    return watch.jumpMillis(clocks.now) != 0;
  }

  @Test
  void watch_clocksThatGoTogether_seesNoJump() {
    for (int i = 0; i < 1_000; i++) {
      assertFalse(jumpedAfter(1 + i * 10, 0));
    }
  }

  @Test
  void watch_wallClockThatIsSlewed_seesNoJump() {
    for (int i = 0; i < 1_000; i++) {
      assertFalse(jumpedAfter(1_000, i % 2 == 0 ? 400 : -400));
    }
  }

  @Test
  void watch_machineThatSlept_seesOneJump() {
    assertFalse(jumpedAfter(1_000, 0));
    assertTrue(jumpedAfter(1_000, 30_000));
    assertFalse(jumpedAfter(1_000, 0));
  }

  @Test
  void watch_wallClockSetBack_seesOneJump() {
    assertTrue(jumpedAfter(5_000, -60_000));
    assertFalse(jumpedAfter(5_000, 0));
  }

  @Test
  void watch_jump_tellsHowFarAndInWhichDirection() {
    clocks.now += TimeUnit.SECONDS.toNanos(1);
    clocks.aheadNanos -= TimeUnit.SECONDS.toNanos(7);
    assertEquals(-7_000, watch.jumpMillis(clocks.now));
  }

  @Test
  void watch_jumpWithinASecond_seesItAtTheNextLook() {
    assertFalse(jumpedAfter(10, 30_000));
    assertTrue(jumpedAfter(1_000, 0));
  }

  /** Returns how many jumps a runtime counts whose wall clock goes ahead at once. */
  static long jump(String name, int seconds) {
    TwoClocks clocks = new TwoClocks();
    TaskRuntime runtime =
        TaskRuntime.builder().name(name).withoutOwnThread().timeSource(clocks).build();
    Carrier carrier = runtime.carrier();
    carrier.seat(Thread.currentThread());
    try {
      carrier.turn();
      clocks.aheadNanos += TimeUnit.SECONDS.toNanos(seconds);
      clocks.now += TimeUnit.SECONDS.toNanos(2);
      carrier.turn();
      carrier.turn();
      return runtime.snapshot().loop().clockJumps();
    } finally {
      carrier.seat(null);
    }
  }

  @Test
  void snapshot_afterAJump_countsIt() {
    assertEquals(1, jump("ahead", 30));
  }
}
