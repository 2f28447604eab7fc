package dev.escapement.benchmarks.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LagsTest {
  private final Lags thousand =
      new Lags(LongStream.rangeClosed(1, 1_000).map(i -> i * 1_000).toArray());

  @Test
  void quantile_ofAThousand_isTheNearestRank() {
    assertEquals(500, thousand.micros(0.5));
    assertEquals(990, thousand.micros(0.99));
    assertEquals(1, thousand.micros(0));
    assertEquals(1_000, thousand.micros(1));
  }

  @Test
  void report_namesMedianAndTail_andDrawsAPointForEachLabel() {
    var figures = new Figures();
    thousand.report("1k/s", figures);
    assertEquals(List.of("1k/s p50 us", "1k/s p99 us"), List.copyOf(figures.values().keySet()));
    assertEquals(Curves.labels().size(), figures.curves().get("1k/s").length);
  }

  @Test
  void curve_labels_standAtTheirQuantiles() {
    assertEquals(0.9, Curves.quantile(Curves.labels().indexOf("p90")), 1e-9);
    assertEquals(0.99, Curves.quantile(Curves.labels().indexOf("p99")), 1e-9);
    assertEquals(0.999, Curves.quantile(Curves.labels().indexOf("p99.9")), 1e-9);
  }
}
