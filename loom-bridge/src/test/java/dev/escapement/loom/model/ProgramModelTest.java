package dev.escapement.loom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.escapement.loom.model.Program.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramModelTest {
  private static final int PROGRAMS = 300;
  private static final int SMALL = 15;

  @Test
  void randomPrograms_endAsTheModelSays() {
    long steps = 0;
    for (int seed = 1; seed <= PROGRAMS; seed++) {
      steps += Comparison.of(seed, 2 + seed % 12, 10 + seed % 60).size();
    }
    assertTrue(steps > 10 * PROGRAMS, "only " + steps + " steps were made");
  }

  /** The comparison can fail: a rule that one side lacks is found, by a program of a few steps. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void model_thatLacksARule_isFoundOutByASmallProgram(Broken rule) {
    var comparison = new Comparison(rule);
    for (long seed = 1; seed <= PROGRAMS; seed++) {
      Program program = Comparison.program(seed, 8, 40);
      if (!comparison.difference(program, seed).isEmpty()) {
        Program smallest = comparison.shrink(program, seed);
        assertTrue(smallest.size() <= SMALL, smallest::toJava);
        return;
      }
    }
    fail("no program of " + PROGRAMS + " shows it");
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
