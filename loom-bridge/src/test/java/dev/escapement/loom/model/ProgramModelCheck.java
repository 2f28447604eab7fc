package dev.escapement.loom.model;

import java.util.Locale;
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
    for (; steps < STEPS; seed++) {
      int scripts = 2 + (int) (seed % 31);
      steps += Comparison.of(seed, scripts, 20 + (int) (seed * 7 % 300));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d steps of %,d random programs: results, times and order as the model says, %.1f s%n",
        steps,
        seed - 1_000_000,
        (System.nanoTime() - start) / 1e9);
  }
}
