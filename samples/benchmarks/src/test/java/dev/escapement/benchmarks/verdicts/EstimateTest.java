package dev.escapement.benchmarks.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
  @ParameterizedTest
  @CsvSource({"1,0", "5,0", "6,1", "8,1", "9,2", "10,2", "11,2", "12,3", "20,6", "100,40"})
  void outside_knownTable_isMet(int count, int rank) {
    assertEquals(rank, Estimate.outside(count));
  }

  @Test
  void tenValues_interval_isFromTheSecondToTheNinth() {
    Estimate estimate = Estimate.of(10, 1, 9, 2, 8, 3, 7, 4, 6, 5);
    assertEquals(new Estimate(5.5, 2, 9, 10, true), estimate);
  }

  @Test
  void fiveValues_range_isNoInterval() {
    assertEquals(new Estimate(3, 1, 5, 5, false), Estimate.of(1, 2, 3, 4, 5));
  }

  @Test
  void noValues_estimate_isEmpty() {
    Estimate none = Estimate.of();
    assertEquals(0, none.count());
    assertTrue(Double.isNaN(none.median()));
    assertFalse(none.isInterval());
  }

  @Test
  @DisplayName("seed 7: the interval holds the median of a skewed distribution 95 times of 100")
  void skewedValues_interval_coversTheMedian() {
    var random = new SplittableRandom(7);
    int covered = 0;
    int trials = 20_000;
    for (int i = 0; i < trials; i++) {
      double[] values = new double[10];
      Arrays.setAll(values, at -> -Math.log(1 - random.nextDouble()));
      Estimate estimate = Estimate.of(values);
      double median = Math.log(2);
      covered += estimate.low() <= median && median <= estimate.high() ? 1 : 0;
    }
    double share = covered / (double) trials;
    assertEquals(1 - 2 * 11 / 1024.0, share, 0.005); // what the binomial distribution says
  }
}
