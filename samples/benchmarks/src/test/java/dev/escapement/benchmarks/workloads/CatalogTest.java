package dev.escapement.benchmarks.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.benchmarks.verdicts.Bar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
  static Stream<Workload> workloads() {
    return Catalog.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void contenders_ofAWorkload_areOursFirstAndNamedOnce(Workload workload) {
    List<String> ids = workload.contenders().stream().map(Contender::id).toList();
    assertTrue(ids.getFirst().startsWith("escapement"));
    assertEquals(ids.size(), new HashSet<>(ids).size());
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void bars_ofAWorkload_nameContendersOfIt(Workload workload) {
    Set<String> ids = new HashSet<>(workload.contenders().stream().map(Contender::id).toList());
    for (Bar bar : workload.bars()) {
      assertTrue(ids.contains(bar.ours()), bar::ours);
      if (bar instanceof Bar.Ratio ratio) {
        assertTrue(ids.containsAll(ratio.rivals()), bar::text);
      }
    }
  }
}
