package dev.escapement.loom.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random programs of many sizes, by the library and by the naive model, until 1,000,000 steps or
 * {@code -Dmodel.steps} are compared.
 */
class ProgramModelCheck {
  private static final long STEPS = Long.getLong("model.steps", 1_000_000);

  @Test
  void randomPrograms_ofManySteps_endAsTheModelSays() {
    long start = System.nanoTime();
    long steps = 0;
    long seed = 1_000_000;
    Map<String, Long> kinds = new TreeMap<>();
    for (; steps < STEPS; seed++) {
      int scripts = 2 + (int) (seed % (Step.SCRIPTS - 1));
      int length = 20 + (int) (seed * 7 % 300);
      Outcome outcome = Comparison.of(seed, scripts, length);
      steps += outcome.size();
      outcome.countInto(kinds, Comparison.program(seed, scripts, length));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d steps of %,d random programs: results, times and order as the model says, %.1f s%n",
        steps,
        seed - 1_000_000,
        (System.nanoTime() - start) / 1e9);
    System.out.println("of them " + kinds);
    for (Class<?> kind : Step.class.getPermittedSubclasses()) {
      if (kind != Step.Close.class) { // ends no step
        assertTrue(kinds.containsKey(kind.getSimpleName()), kind::toString);
      }
    }
    assertTrue(kinds.get("(closed)") > 0, "closed");
    assertTrue(kinds.get("(ended by an interrupt)") > 0, "ended by an interrupt");
  }
}
