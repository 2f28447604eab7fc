package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.escapement.runtime.Interval.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  private final HandLoop loop = new HandLoop();
  private final List<Tick> ticks = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  /** A task that takes ticks for ever. */
  private Task<Void> collector(Interval interval) {
    return Tasks.then(
        interval.tick(),
        tick -> {
          ticks.add(tick);
          return collector(interval);
        });
  }

  @Test
  void tick_first_comesAfterOnePeriod() {
    loop.runtime.spawn(collector(loop.runtime.interval(Duration.ofNanos(10))));

    loop.advance(Duration.ofNanos(9));
    assertEquals(List.of(), ticks);
    loop.advance(Duration.ofNanos(1));

    assertEquals(List.of(new Tick(1, 10, 0)), ticks);
  }

  @Test
  void grid_startsAtTheCreationAndNotAtTheFirstTick() {
    loop.advance(Duration.ofNanos(3));
    Interval interval = loop.runtime.interval(Duration.ofNanos(10));
    loop.advance(Duration.ofNanos(9));

    loop.runtime.spawn(collector(interval));
    loop.advance(Duration.ofNanos(11));

    assertEquals(List.of(new Tick(1, 13, 0), new Tick(2, 23, 0)), ticks);
  }

  @ParameterizedTest
  @EnumSource
  void ticks_takenInTime_lieOnTheGrid(MissedTick policy) {
    loop.runtime.spawn(
        collector(loop.runtime.interval(Duration.ofMillis(10)).onMissedTick(policy)));

    loop.advance(Duration.ofSeconds(10));

    assertEquals(1000, ticks.size());
    for (int i = 1; i <= 1000; i++) {
      assertEquals(new Tick(i, i * 10_000_000L, 0), ticks.get(i - 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ticks_deliveredLateEachTime_doNotDrift(MissedTick policy) throws Exception {
    Interval interval = loop.runtime.interval(Duration.ofNanos(10)).onMissedTick(policy);
    for (int i = 1; i <= 1000; i++) {
      Task<Tick> tick = interval.tick();
      assertFalse(tick.poll(Context.of(Waker.noop())).isReady());
      loop.time.set(i * 10L + 9); // less than a period late
      loop.run();
      Poll<Tick> found = tick.poll(Context.of(Waker.noop()));
      assertEquals(Poll.ready(new Tick(i, i * 10L, 0)), found);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE - 1000})
  void grid_atAnyOrigin_startsThere(long origin) {
    try (HandLoop late = new HandLoop(origin, builder -> builder)) {
      late.runtime.spawn(collector(late.runtime.interval(Duration.ofNanos(10))));

      late.advance(Duration.ofNanos(25));

      assertEquals(List.of(new Tick(1, origin + 10, 0), new Tick(2, origin + 20, 0)), ticks);
    }
  }

  @Test
  void grid_acrossTheEndOfTime_neverTicksAgain() {
    try (HandLoop late = new HandLoop(Long.MAX_VALUE - 25, builder -> builder)) {
      late.runtime.spawn(collector(late.runtime.interval(Duration.ofNanos(10))));

      late.advance(Duration.ofNanos(24));

      assertEquals(2, ticks.size());
      assertEquals(0, late.carrier.timers.size());
    }
  }

  @Test
  void period_tooLongForNanoseconds_neverTicks() {
    loop.runtime.spawn(collector(loop.runtime.interval(Duration.ofSeconds(Long.MAX_VALUE))));
    loop.advance(Duration.ofDays(36_500));

    assertEquals(List.of(), ticks);
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void missedTicks_areCounted() {
    loop.runtime.spawn(collector(loop.runtime.interval(Duration.ofNanos(10))));
    loop.run();
    loop.leap(Duration.ofNanos(45));

    assertEquals(3, loop.runtime.snapshot().timers().missedTicks());
  }
}
