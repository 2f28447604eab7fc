package dev.escapement.benchmarks.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was set out to be reached, word by word: a bar that is moved moves here, too. */
class BarsTest {
  private static final String ALL = "thread-sleep stpe fjp netty-executor netty-wheel";
  private static final String EXACT = "stpe netty-executor";

  @Test
  void bars_areThoseThatWereSet() {
    List<String> set =
        List.of(
            "w1 escapement over ms <= 1.0 netty-wheel",
            "w1 escapement over ms <= 0.3 " + EXACT,
            "w1 escapement-tasks over ms <= 2.0 netty-wheel",
            "w1 escapement-tasks over ms <= 0.3 " + EXACT,
            "w1 escapement bytes <= 56.0",
            "w1 escapement-tasks bytes <= 160.0",
            "w1 escapement-threads bytes <= 1.0 thread-sleep",
            "w2 escapement 1k/s p50 us <= 0.7 " + ALL,
            "w2 escapement 1k/s p99 us <= 1.0 " + ALL,
            "w2 escapement 10k/s p50 us <= 0.7 " + ALL,
            "w2 escapement 10k/s p99 us <= 1.0 " + ALL,
            "w2 escapement 100k/s p50 us <= 0.7 " + ALL,
            "w2 escapement 100k/s p99 us <= 1.0 " + ALL,
            "w2 escapement one p50 us <= 1.15 c-floor+slack",
            "w2 escapement 100k/s CPU cores <= 1.3 " + EXACT,
            "w2 escapement 100k/s p50 us <= 0.8 " + EXACT,
            "w2 escapement-economy 100k/s CPU cores <= 0.9 " + EXACT,
            "w2 escapement-spin one p50 us <= 5.0",
            "w3 escapement once/1 CPU ns/op <= 0.8 " + ALL,
            "w3 escapement once/1 Mops/s >= 1.4 " + ALL,
            "w3 escapement window/1 CPU ns/op <= 0.8 " + ALL,
            "w3 escapement window/1 Mops/s >= 1.4 " + ALL,
            "w3 escapement once/2 CPU ns/op <= 0.8 " + ALL,
            "w3 escapement once/2 Mops/s >= 1.4 " + ALL,
            "w3 escapement window/2 CPU ns/op <= 0.8 " + ALL,
            "w3 escapement window/2 Mops/s >= 1.4 " + ALL,
            "w4 escapement CPU s <= 0.6 " + EXACT,
            "w4 escapement over ms <= 0.5 netty-wheel",
            "w4 escapement over ms <= 0.25 " + EXACT,
            "w5 escapement-tasks round trip ns <= 60.0",
            "w5 escapement-tasks round trip bytes <= 0.05",
            "w6 escapement wake-ups <= 0.0",
            "w7 escapement-threads equal over ms <= 0.5 thread-sleep",
            "w7 escapement-threads random CPU s <= 0.8 thread-sleep",
            "w7 escapement-threads random over ms <= 0.8 thread-sleep",
            "w8 escapement limits Mops/s >= 1.4 " + ALL,
            "w10 escapement 10^7 CPU ns <= 4.0 escapement");
    assertEquals(
        set,
        Catalog.ALL.stream()
            .flatMap(workload -> workload.bars().stream().map(bar -> words(workload, bar)))
            .toList());
  }

  private static String words(Workload workload, Bar bar) {
    String sense =
        switch (bar.sense()) {
          case AT_MOST -> "<=";
          case AT_LEAST -> ">=";
        };
    String plain =
        String.join(
            " ", workload.id(), bar.ours(), bar.figure(), sense, Double.toString(bar.limit()));
    return switch (bar) {
      case Bar.Absolute number -> plain;
      case Bar.Ratio ratio -> plain + " " + String.join(" ", ratio.rivals());
    };
  }
}
