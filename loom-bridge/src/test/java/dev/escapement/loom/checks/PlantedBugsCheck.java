package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How many seeds it takes to find each of ten planted concurrency bugs, as the median of twenty
 * starts; and that their mended twins keep their promise by ten thousand seeds.
 */
class PlantedBugsCheck {
  private static final int STARTS = 20;
  private static final int BAR = 200;
  private static final int SEEDS = 10_000;
  private static final long APART = 1_000_000;

  @Test
  void plantedBugs_areFoundWithinFewSeeds() throws Exception {
    for (Map.Entry<String, PlantedBugs.Planted> program : PlantedBugs.ALL.entrySet()) {
      List<Long> needed = new ArrayList<>();
      for (int start = 0; start < STARTS; start++) {
        needed.add(seedsUntilFound(program.getValue(), 1 + start * APART));
      }
      Collections.sort(needed);
      long median = needed.get(STARTS / 2);
      System.out.printf(
          "%-28s %3d seeds (median of %d starts; %d to %d)%n",
          program.getKey(), median, STARTS, needed.getFirst(), needed.getLast());
      assertTrue(median < BAR, program::getKey);
    }
  }

  @Test
  void plantedBugsOfOrderAlone_hideInThePlainOrder() throws Exception {
    for (Map.Entry<String, PlantedBugs.Planted> planted : PlantedBugs.ALL.entrySet()) {
      if (planted.getValue().lateness().isZero()) {
        assertTrue(PlantedBugs.holds(planted.getValue(), false, 0), planted::getKey);
      }
    }
  }

  private static long seedsUntilFound(PlantedBugs.Planted program, long from) throws Exception {
    for (long tried = 1; tried <= 10 * BAR; tried++) {
      if (!PlantedBugs.holds(program, false, from + tried)) {
        return tried;
      }
    }
    return Long.MAX_VALUE;
  }

  @Test
  void mendedTwins_holdByTenThousandSeeds() {
    PlantedBugs.ALL.forEach(
        (name, program) -> {
          OptionalLong failed =
              LongStream.range(0, SEEDS).filter(seed -> !holds(program, seed)).findFirst();
          assertEquals(OptionalLong.empty(), failed, name);
        });
    System.out.printf("%d mended twins hold by %d seeds each%n", PlantedBugs.ALL.size(), SEEDS);
  }

  private static boolean holds(PlantedBugs.Planted program, long seed) {
    try {
      return PlantedBugs.holds(program, true, seed);
    } catch (Exception e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
