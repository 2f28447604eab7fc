package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.escapement.runtime.Interval.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies after stalls of various lengths; the period is 10 and the interval's origin 0. */
class MissedTickTest {
  private static final Context BY_HAND = Context.of(Waker.noop());

  /**
   * A tick that is first polled at one time and delivered at another, and the point of the grid for
   * which the tick after it waits.
   */
  @ParameterizedTest(name = "{0}, polled at {1}, delivered at {2}")
  @CsvSource({
    // on time, or less than a period late because the loop was busy
    "SKIP,   0,  10,  1, 10, 0,  20",
    "DELAY,  0,  10,  1, 10, 0,  20",
    "BURST,  0,  10,  1, 10, 0,  20",
    "SKIP,   10, 10,  1, 10, 0,  20",
    "DELAY,  10, 10,  1, 10, 0,  20",
    "BURST,  10, 10,  1, 10, 0,  20",
    "SKIP,   0,  13,  1, 10, 0,  20",
    "DELAY,  0,  13,  1, 10, 0,  20",
    "BURST,  0,  13,  1, 10, 0,  20",
    "SKIP,   0,  19,  1, 10, 0,  20",
    "DELAY,  0,  19,  1, 10, 0,  20",
    "BURST,  0,  19,  1, 10, 0,  20",
    // first polled after its time, by less than a period
    "SKIP,   11, 11,  1, 10, 0,  20",
    "DELAY,  11, 11,  1, 10, 0,  21",
    "BURST,  11, 11,  1, 10, 0,  20",
    "SKIP,   19, 19,  1, 10, 0,  20",
    "DELAY,  19, 19,  1, 10, 0,  29",
    "BURST,  19, 19,  1, 10, 0,  20",
    // a whole period late
    "SKIP,   0,  20,  2, 20, 1,  30",
    "DELAY,  0,  20,  1, 10, 1,  30",
    "BURST,  0,  20,  1, 10, 0,  20",
    "SKIP,   20, 20,  2, 20, 1,  30",
    "DELAY,  20, 20,  1, 10, 1,  30",
    "BURST,  20, 20,  1, 10, 0,  20",
    // more
    "SKIP,   0,  35,  3, 30, 2,  40",
    "DELAY,  0,  35,  1, 10, 2,  45",
    "BURST,  0,  35,  1, 10, 0,  20",
    "SKIP,   35, 35,  3, 30, 2,  40",
    "DELAY,  35, 35,  1, 10, 2,  45",
    "BURST,  35, 35,  1, 10, 0,  20",
    "SKIP,   0,  1000005,  100000, 1000000, 99999,  1000010",
    "DELAY,  0,  1000005,  1,      10,      99999,  1000015",
    "BURST,  0,  1000005,  1,      10,      0,      20",
  })
  void tick_afterStall_followsThePolicy(
      MissedTick policy,
      long polledAt,
      long deliveredAt,
      long index,
      long scheduled,
      long missed,
      long next)
      throws Exception {
    for (long origin : new long[] {0, 1, Long.MAX_VALUE - 2_000_000}) {
      try (HandLoop loop = new HandLoop(origin, builder -> builder)) {
        Interval interval = loop.runtime.interval(Duration.ofNanos(10)).onMissedTick(policy);
        Task<Tick> tick = interval.tick();
        loop.time.set(origin + polledAt);
        Poll<Tick> found = tick.poll(BY_HAND);
        if (deliveredAt > polledAt) {
          assertFalse(found.isReady());
          loop.time.set(origin + deliveredAt);
          loop.run();
          found = tick.poll(BY_HAND);
        }

        assertEquals(Poll.ready(new Tick(index, origin + scheduled, missed)), found);
        assertEquals(origin + next, pointOfNextTick(loop, interval));
      }
    }
  }

  private static long pointOfNextTick(HandLoop loop, Interval interval) throws Exception {
    Poll<Tick> found = interval.tick().poll(BY_HAND);
    return found instanceof Poll.Ready<Tick>(Tick tick)
        ? tick.scheduledNanos()
        : loop.carrier.timers.firstDeadline();
  }

  @Test
  void burst_afterStall_deliversAllAtOnceAndReturnsToTheGrid() throws Exception {
    assertEquals(
        List.of(
            "35: 1 at 10, missed 0",
            "35: 2 at 20, missed 0",
            "35: 3 at 30, missed 0",
            "40: 4 at 40, missed 0",
            "50: 5 at 50, missed 0"),
        deliveries(MissedTick.BURST));
  }

  @Test
  void skip_afterStall_deliversTheLatestAndReturnsToTheGrid() throws Exception {
    assertEquals(
        List.of("35: 3 at 30, missed 2", "40: 4 at 40, missed 0", "50: 5 at 50, missed 0"),
        deliveries(MissedTick.SKIP));
  }

  @Test
  void delay_afterStall_deliversOneAndStartsANewGrid() throws Exception {
    assertEquals(
        List.of("35: 1 at 10, missed 2", "45: 2 at 45, missed 0", "55: 3 at 55, missed 0"),
        deliveries(MissedTick.DELAY));
  }

  @Test
  void policy_changedBetweenTicks_holdsFromTheNextDelivery() throws Exception {
    try (HandLoop loop = new HandLoop()) {
      Interval interval = loop.runtime.interval(Duration.ofNanos(10));
      interval.onMissedTick(MissedTick.DELAY);
      loop.time.set(35);
      assertEquals(Poll.ready(new Tick(1, 10, 2)), interval.tick().poll(BY_HAND));
      interval.onMissedTick(MissedTick.SKIP);
      loop.time.set(67);

      assertEquals(Poll.ready(new Tick(4, 65, 2)), interval.tick().poll(BY_HAND));
    }
  }

  /** What a consumer gets that is there from the start, if the loop stands still until 35. */
  private static List<String> deliveries(MissedTick policy) {
    try (HandLoop loop = new HandLoop()) {
      List<String> seen = new ArrayList<>();
      Interval interval = loop.runtime.interval(Duration.ofNanos(10)).onMissedTick(policy);
      loop.runtime.spawn(
          context -> {
            while (true) {
              Task<Tick> tick = interval.tick();
              if (!(tick.poll(context) instanceof Poll.Ready<Tick>(Tick t))) {
                tick.cancel();
                loop.runtime.schedule(Duration.ofNanos(1), context.waker()::wake);
                return Poll.pending();
              }
              seen.add(
                  "%d: %d at %d, missed %d"
                      .formatted(
                          loop.runtime.nanoTime(), t.index(), t.scheduledNanos(), t.missed()));
            }
          });
      loop.run();
      loop.leap(Duration.ofNanos(35));
      loop.advance(Duration.ofNanos(22));
      return seen;
    }
  }
}
