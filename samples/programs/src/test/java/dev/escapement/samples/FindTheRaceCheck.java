package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How long the sample takes to find its planted bug, from the start of its JVM on. */
class FindTheRaceCheck {
  private static final double BAR_SECONDS = 10;

  @Test
  void findTheRace_inAFreshJvm_findsTheBugInTime() throws Exception {
    long start = System.nanoTime();
    Ran ran = Ran.inFreshJvm("find-the-race");
    double seconds = (System.nanoTime() - start) / 1e9;
    assertEquals(0, ran.exitCode(), () -> "exit code; stderr: " + ran.err());
    System.out.printf("%s; found and replayed in %.1f s%n", ran.out().get(1), seconds);
    assertTrue(ran.out().get(1).contains("two leaders at once"), ran.out().get(1));
    assertTrue(seconds < BAR_SECONDS, () -> seconds + " s");
  }

  @Test
  void findTheRace_mended_findsNone() throws Exception {
    Ran ran = Ran.inFreshJvm("find-the-race", "mended");
    assertEquals(0, ran.exitCode(), () -> "exit code; stderr: " + ran.err());
    System.out.println(ran.out().getFirst());
    assertEquals("seeds 1 to 2000: one leader at a time", ran.out().getFirst());
  }
}
