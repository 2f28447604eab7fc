package dev.escapement.samples.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.samples.dashboard.Verdict.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final Spread SHORT = lag(50_000, 900_000);
  private static final Spread LONG = lag(150_000_000, 290_000_000);

  private static Spread lag(long p50, long p99) {
    return new Spread(100, p50, p99, p99, List.of());
  }

  @Test
  void noLag_allIsPunctual() {
    Verdict verdict = Verdict.of(new Evidence(SHORT, SHORT, 0, null, 0.1, 0.0));

    assertTrue(verdict.well());
    assertEquals("All is punctual.", verdict.headline());
    assertEquals(
        "In the last two seconds, 99 of 100 timers fired within 900 µs of their deadline, and 99 of"
            + " 100 threads ran again within 900 µs after that.",
        verdict.reason());
  }

  @Test
  void nothingFired_saysSo() {
    Verdict verdict = Verdict.of(new Evidence(null, null, 0, null, 0, null));

    assertTrue(verdict.well());
    assertEquals("No timer has fired in the last two seconds.", verdict.reason());
  }

  @Test
  void nothingFiredAndATimerIsOverdue_loopIsLate() {
    Verdict verdict = Verdict.of(new Evidence(null, null, 3_000_000_000L, "hog", 1, 0.0));

    assertFalse(verdict.well());
    assertEquals("The loop is late.", verdict.headline());
    assertTrue(verdict.reason().startsWith("A timer was overdue by 3.0 s. Task 'hog' holds"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 0.5, waits for a processor: the machine is busy",
    "0.9, 0.0, too much work for one loop",
    "0.1, 0.0, may have paused it",
    "0.1, , may have paused it",
  })
  void lateLoopThatNoTaskHolds_otherCausesAreNamed(double busy, Double runQueue, String cause) {
    Verdict verdict = Verdict.of(new Evidence(LONG, SHORT, 0, null, busy, runQueue));

    assertEquals("The loop is late.", verdict.headline());
    assertTrue(verdict.reason().startsWith("A timer was overdue by 290 ms."), verdict.reason());
    assertTrue(verdict.reason().contains(cause), verdict.reason());
  }

  @Test
  void lateThreads_carriersAreNamed() {
    Verdict verdict = Verdict.of(new Evidence(SHORT, LONG, 0, null, 0.1, 0.0));

    assertFalse(verdict.well());
    assertEquals("Virtual threads wait for a JDK carrier.", verdict.headline());
    assertTrue(verdict.reason().startsWith("A thread ran again up to 290 ms after"));
  }

  @Test
  void both_bothAreNamed() {
    Verdict verdict = Verdict.of(new Evidence(LONG, LONG, 0, "hog", 1, 0.0));

    assertEquals(
        "The loop is late, and virtual threads wait for a JDK carrier.", verdict.headline());
    assertTrue(verdict.reason().contains("'hog'") && verdict.reason().contains("busy, pinned"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 µs",
    "85400, 85 µs",
    "999499, 999 µs",
    "999500, 1.0 ms",
    "9940000, 9.9 ms",
    "9960000, 10 ms",
    "999400000, 999 ms",
    "999600000, 1.0 s",
    "13600000000, 13.6 s",
  })
  void time_hasAUnitThatFits(long nanos, String words) {
    assertEquals(words, Verdict.time(nanos));
  }
}
