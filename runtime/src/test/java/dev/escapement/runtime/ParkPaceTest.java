package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When parks end, and how much is spun away, on a machine whose clock and parks are made up. */
class ParkPaceTest {
  private static final long READING = 30;
  private static final long SECOND = 1_000_000_000;

  /** Between two waits. */
  private static final long TURN = 2_000;

  /** Its parks end late by 40 to 80 µs, or by 5 or 105, and by what is added. */
  private static final class Machine extends SystemTime {
    private final Random random = new Random(1);
    private long now = SECOND;
    private long parked;
    private int parks;
    private boolean fickle;
    private long added;
    private long cutShortAt = Long.MAX_VALUE;
    private long stopAtReading = Long.MAX_VALUE;
    private long readings;

    Machine(LagMode mode) {
      super(mode);
    }

    @Override
    public long nanoTime() {
      now += READING;
      if (++readings == stopAtReading) {
        now += SECOND;
      }
      return now;
    }

    @Override
    void parkNanos(long nanos) {
      long late = fickle ? 5_000 + 100_000 * random.nextInt(2) : 40_000 + random.nextInt(40_000);
      long end = Math.min(now + nanos + added + late, cutShortAt);
      parked += end - now;
      now = end;
      parks++;
    }

    /** Waits as the loop does, and returns how late it is. */
    long sleepUntil(long deadline) {
      while (now < deadline) {
        park(deadline, () -> false);
        now += now < deadline ? TURN : 0;
      }
      return now - deadline;
    }

    /** Timers at equal distances for a second; the part of the time that was not parked away. */
    double busyShare(long period) {
      long start = now;
      long parkedBefore = parked;
      for (long deadline = start + period; deadline < start + SECOND; deadline += period) {
        sleepUntil(deadline);
      }
      return 1 - (parked - parkedBefore) / (double) (now - start);
    }

    /** Of timers that are far apart, how many of a hundred are later than so much. */
    double percentLaterThan(long lag) {
      int late = 0;
      for (int i = 0; i < 1_000; i++) {
        late += sleepUntil(now + 1_000_000) > lag ? 1 : 0;
      }
      return late / 10.0;
    }
  }

  @Test
  void precise_lonelyTimers_halfAreFiredAtOnceAndLittleIsSpun() {
    var machine = new Machine(LagMode.PRECISE);
    machine.percentLaterThan(0); // learns
    long start = machine.now;
    long parkedBefore = machine.parked;
    double late = machine.percentLaterThan(500);
    assertEquals(50, late, 6);
    double spun = (machine.now - start - (machine.parked - parkedBefore)) / 1e3;
    assertTrue(spun < 10_000, spun + " ns for each timer");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRECISE", "SPIN"})
  void park_endedAhead_theLoopTakesATurnBeforeTheRestIsSpun(LagMode mode) {
    var machine = new Machine(mode);
    machine.added = -40_000;
    long deadline = machine.now + 1_000_000;
    machine.park(deadline, () -> false);
    assertEquals(1, machine.parks);
    assertTrue(machine.now < deadline, "it spun within the same wait");
    machine.park(deadline, () -> false);
    assertEquals(1, machine.parks);
    assertTrue(machine.now >= deadline && machine.now < deadline + 100);
  }

  @Test
  void spin_lonelyTimers_nearlyAllAreFiredAtOnce() {
    var machine = new Machine(LagMode.SPIN);
    machine.percentLaterThan(0);
    double late = machine.percentLaterThan(500);
    assertTrue(late <= 2, late + " %");
  }

  @ParameterizedTest
  @ValueSource(longs = {56_000, 61_000, 70_000, 75_000, 85_000, 95_000, 110_000, 130_000, 160_000})
  void precise_timersAboutAsFarApartAsAWakeUpTakes_doNotKeepTheProcessorBusy(long period) {
    var machine = new Machine(LagMode.PRECISE);
    machine.percentLaterThan(0);
    double busy = machine.busyShare(period);
    assertTrue(busy < 0.4, busy + " of the time");
  }

  @ParameterizedTest
  @ValueSource(longs = {56_000, 70_000, 101_000, 110_000, 130_000})
  void precise_wakeUpsThatTakeLittleOrMuch_halfOfTheTimeAtMostIsSpun(long period) {
    var machine = new Machine(LagMode.PRECISE);
    machine.fickle = true;
    machine.percentLaterThan(0);
    double busy = machine.busyShare(period);
    assertTrue(busy < 0.5, busy + " of the time");
  }

  /** Each comes when the park was about to end by itself. */
  @Test
  void precise_messagesJustAfterEachPark_doNotKeepTheProcessorBusy() {
    var machine = new Machine(LagMode.PRECISE);
    machine.percentLaterThan(0);
    long start = machine.now;
    long parkedBefore = machine.parked;
    for (long deadline = start + 70_000; deadline < start + SECOND; deadline += 70_000) {
      long wokenAt = deadline - 58_000;
      machine.cutShortAt = wokenAt;
      machine.park(deadline, () -> machine.now >= wokenAt && machine.now < wokenAt + TURN);
      machine.cutShortAt = Long.MAX_VALUE;
      machine.now += TURN;
      machine.sleepUntil(deadline);
    }
    double busy = 1 - (machine.parked - parkedBefore) / (double) (machine.now - start);
    assertTrue(busy < 0.3, busy + " of the time");
  }

  @Test
  void precise_messageBetweenWakeUpAndDeadline_doesNotHoldTheTimerBack() {
    var machine = new Machine(LagMode.PRECISE);
    for (int i = 0; i < 1_000; i++) { // until the credit is used up
      machine.sleepUntil(machine.now + 20_000);
    }
    machine.added = -40_000;
    int late = 0;
    for (int i = 0; i < 100; i++) {
      long deadline = machine.now + 200_000;
      while (machine.now < deadline) {
        var looks = new AtomicInteger();
        machine.park(deadline, () -> looks.incrementAndGet() > 3);
        machine.now += TURN;
      }
      late += machine.now > deadline + 25_000 ? 1 : 0;
    }
    assertEquals(0, late);
  }

  @Test
  void precise_timersAtRandomTenThousandTimesASecond_mostAreFiredAtOnce() {
    var machine = new Machine(LagMode.PRECISE);
    machine.percentLaterThan(0);
    var random = new Random(2);
    double deadline = machine.now;
    int late = 0;
    for (int i = 0; i < 10_000; i++) {
      deadline -= 100_000 * Math.log(1 - random.nextDouble());
      late += machine.sleepUntil((long) deadline) > 10_000 ? 1 : 0;
    }
    assertTrue(late < 1_600, late + " of 10,000"); // 1,707 if the spin were paid for as another
  }

  @Test
  void precise_denseTimersAfterABusySpell_theSpellIsForgotten() {
    var machine = new Machine(LagMode.PRECISE);
    machine.added = 10_000_000;
    machine.percentLaterThan(0);
    machine.added = 0;
    machine.busyShare(90_000);
    double after = machine.busyShare(90_000);
    double without = new Machine(LagMode.PRECISE).busyShare(90_000);
    assertEquals(without, after, 0.05);
  }

  @Test
  void precise_stopOfTheMachineWithinASpin_holdsNothingBackAfterwards() {
    var machine = new Machine(LagMode.PRECISE);
    machine.stopAtReading = machine.readings + 100;
    long deadline = machine.now + 40_000; // within the first advance
    assertTrue(machine.sleepUntil(deadline) > 900_000_000);
    assertEquals(0, machine.parks);
    assertTrue(machine.sleepUntil(machine.now + 1_000_000) < 100_000);
  }

  @Test
  void precise_messagesThatEndEachSpin_doNotKeepTheProcessorBusy() {
    var machine = new Machine(LagMode.PRECISE);
    machine.percentLaterThan(0);
    long start = machine.now;
    long parkedBefore = machine.parked;
    while (machine.now < start + SECOND) {
      long wokenAt = machine.now + 45_000;
      machine.cutShortAt = wokenAt;
      while (machine.now < wokenAt) {
        machine.park(wokenAt + 5_000, () -> machine.now >= wokenAt);
      }
      machine.cutShortAt = Long.MAX_VALUE;
    }
    double busy = 1 - (machine.parked - parkedBefore) / (double) (machine.now - start);
    assertTrue(busy < 0.5, busy + " of the time"); // 45 µs for each 45 and a gap
  }

  @Test
  void economy_anyTimers_nothingIsSpun() {
    var machine = new Machine(LagMode.ECONOMY);
    assertTrue(machine.busyShare(100_000) < 0.01);
    assertTrue(machine.busyShare(1_000_000) < 0.01);
  }

  @ParameterizedTest
  @EnumSource(names = {"PRECISE", "ECONOMY"})
  void anySpacedMode_denseTimers_wakesUpAsRarelyAsItSays(LagMode mode) {
    var machine = new Machine(mode);
    long gap = mode == LagMode.PRECISE ? SystemTime.PRECISE_GAP : SystemTime.ECONOMY_GAP;
    machine.busyShare(5_000);
    int before = machine.parks;
    machine.busyShare(5_000);
    double parks = machine.parks - before;
    assertTrue(parks <= 1.01 * SECOND / gap, parks + " parks");
    assertTrue(parks >= 0.5 * SECOND / gap, parks + " parks");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRECISE", "SPIN"})
  void park_endedByAnUnparkWhenItWasToEndAnyway_teachesNothing(LagMode mode) {
    var machine = new Machine(mode);
    machine.percentLaterThan(0);
    for (int i = 0; i < 500; i++) {
      long deadline = machine.now + 1_000_000;
      machine.cutShortAt = deadline - 5_000;
      machine.park(deadline, () -> true);
    }
    machine.cutShortAt = Long.MAX_VALUE;
    int late = 0;
    for (int i = 0; i < 20; i++) {
      late += machine.sleepUntil(machine.now + 1_000_000) > 25_000 ? 1 : 0;
    }
    assertTrue(late <= 2, late + " of 20");
  }
}
