package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Two minutes of the soak program: every promise kept, nothing left, and no growing heap. */
class SoakCheck {
  private static final int SECONDS = 120;

  @Test
  void soak_forTwoMinutes_findsNothingWrong() throws Exception {
    Ran ran = Ran.inFreshJvm("soak", Integer.toString(SECONDS));
    ran.out().forEach(System.out::println);
    assertEquals(0, ran.exitCode(), () -> "exit code; stderr: " + ran.err());
  }
}
