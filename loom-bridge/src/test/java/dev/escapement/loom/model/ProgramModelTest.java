package dev.escapement.loom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.model.Program.Script;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgramModelTest {
  private static final int PROGRAMS = 300;

  @Test
  void randomPrograms_endAsTheModelSays() {
    long steps = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      steps += Comparison.of(seed, 2 + seed % 12, 10 + seed % 60);
    }
    assertTrue(steps > 10 * PROGRAMS, "only " + steps + " steps were made");
  }

  /** A library that resets no timers would be found out, and by a program of a few steps. */
  @Test
  void shrinker_failingProgram_leavesWhatMatters() {
    Program program = new Generator(new Random(7), 8, 60).program();
    Program smallest = Shrinker.shrink(program, ProgramModelTest::resetsATimer);
    assertEquals(1, smallest.size());
  }

  private static boolean resetsATimer(Program program) {
    return program.scripts().stream()
        .flatMap(script -> script.steps().stream())
        .anyMatch(Step.Reset.class::isInstance);
  }

  @Test
  void program_printedAsJava_isAnExpression() {
    Program program =
        new Program(
            List.of(
                new Script(true, List.of(new Step.Align(), new Step.Reset(3, 64))),
                new Script(false, List.of(new Step.Sleep(128)))));
    assertEquals(
        """
        new Program(List.of(
            new Script(true, List.of(new Step.Align(), new Step.Reset(3, 64))),
            new Script(false, List.of(new Step.Sleep(128)))))\
        """,
        program.toJava());
  }
}
