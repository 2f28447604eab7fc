package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerAdvanceTest {
  private static final int PARKS = 100_000;
  private static final long LEAST = 20_000;
  private static final int SPREAD = 80_000;

  /** How many of a hundred parks end before the deadline, if they take 20 to 100 µs to end. */
  private static double percentInTime(TimerAdvance advance) {
    var random = new Random(1);
    int inTime = 0;
    for (int i = 0; i < PARKS; i++) {
      long late = LEAST + random.nextInt(SPREAD);
      if (late <= advance.nanos()) {
        inTime++;
      }
      advance.parkEnded(late);
    }
    return 100.0 * inTime / PARKS;
  }

  @Test
  void ofHalf_parksThatTakeDifferentTimes_halfEndBeforeTheDeadline() {
    assertEquals(50, percentInTime(TimerAdvance.ofHalf()), 1);
  }

  @Test
  void ofNearlyAll_parksThatTakeDifferentTimes_nearlyAllEndBeforeTheDeadline() {
    assertEquals(99, percentInTime(TimerAdvance.ofNearlyAll()), 0.5);
  }

  @Test
  void ofHalf_newMachine_isFoundWithinAHundredParks() {
    TimerAdvance advance = TimerAdvance.ofHalf();
    for (int i = 0; i < 100; i++) {
      advance.parkEnded(60_000);
    }
    assertEquals(60_000, (double) advance.nanos(), 1_000);
  }

  @Test
  void parkEnded_longPauses_staysWithinItsBound() {
    TimerAdvance half = TimerAdvance.ofHalf();
    TimerAdvance nearlyAll = TimerAdvance.ofNearlyAll();
    for (int i = 0; i < 1_000; i++) {
      half.parkEnded(Long.MAX_VALUE);
      nearlyAll.parkEnded(Long.MAX_VALUE);
    }
    assertEquals(100_000, half.nanos());
    assertEquals(1_000_000, nearlyAll.nanos());
  }

  @Test
  void parkEnded_parksThatEndAtOnce_isNeverNegative() {
    TimerAdvance advance = TimerAdvance.ofHalf();
    for (int i = 0; i < 100; i++) {
      advance.parkEnded(0);
      assertTrue(advance.nanos() >= 0);
    }
    assertEquals(0, advance.nanos());
  }
}
