package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Each of the seed programs prints what it should. Time is real here, so order is asserted, and
 * that nothing is early; upper bounds are seconds.
 */
class SeedProgramsTest {
  @Test
  void jobs_printsEveryNumberInOrderOnOneThread() throws Exception {
    Ran ran = Ran.well("jobs", "20000");

    ran.assertNumbersUpTo(20_000);
    assertEquals(20_001, ran.number("tasks"));
    assertEquals(20_000, ran.number("timers fired"));
    assertTrue(ran.row("threads used").startsWith("1 carrier,"), ran.row("threads used"));
    assertTrue(ran.number("polls") >= 40_001, "a job is polled twice");
    assertBetween(1_000, ran.number("whole run"), 15_000);
    assertBetween(50, ran.number("bytes per sleeping job"), 400);
  }

  private static void assertBetween(double least, double found, double most) {
    assertTrue(least <= found && found <= most, found + " is not in " + least + " to " + most);
  }
}
