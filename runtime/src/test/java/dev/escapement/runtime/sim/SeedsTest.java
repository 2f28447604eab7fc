package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static List<Integer> order(Simulation simulation, int tasks) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int number = i;
      var _ =
          simulation
              .runtime()
              .spawn(Tasks.map(simulation.runtime().sleep(SECOND), slept -> order.add(number)));
    }
    simulation.runUntilIdle();
    return order;
  }

  @Test
  void seedZero_keepsFirstComeOrder() {
    try (Simulation simulation = Simulation.seeded(0)) {
      assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), order(simulation, 8));
    }
  }

  @Test
  void otherSeeds_reachEveryOrder() {
    Set<List<Integer>> seen = new HashSet<>();
    for (long seed = 1; seed <= 500; seed++) {
      try (Simulation simulation = Simulation.seeded(seed)) {
        seen.add(order(simulation, 4));
      }
    }
    assertEquals(24, seen.size());
  }

  @Test
  void callbacks_byAnySeed_keepTheOrderOfTheirDeadlines() {
    for (long seed = 0; seed < 100; seed++) {
      try (Simulation simulation = Simulation.seeded(seed)) {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          int number = i;
          simulation.runtime().schedule(SECOND, () -> ran.add(number));
          var _ = simulation.runtime().spawn(simulation.runtime().sleep(SECOND));
        }
        simulation.runUntilIdle();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), ran, "seed " + seed);
      }
    }
  }

  @Test
  void lateness_isBoundedAndNeverEarly() {
    long most = 0;
    for (long seed = 0; seed < 300; seed++) {
      try (Simulation simulation =
          Simulation.builder().seed(seed).lateness(Duration.ofMillis(5)).build()) {
        TaskRuntime runtime = simulation.runtime();
        simulation.advance(Duration.ofMillis(7));
        long[] ended = {-1};
        var _ =
            runtime.spawn(Tasks.map(runtime.sleep(SECOND), slept -> ended[0] = runtime.nanoTime()));
        simulation.runUntilIdle();
        long late = ended[0] - SECOND.plusMillis(7).toNanos();
        assertTrue(late >= 0 && late <= 10_000_000, () -> late + " ns");
        most = Math.max(most, late);
      }
    }
    assertTrue(most > 5_000_000, "both the firing and the resumption are late");
  }

  @Test
  void random_isSeeded() {
    try (Simulation one = Simulation.seeded(3);
        Simulation same = Simulation.seeded(3);
        Simulation other = Simulation.seeded(4)) {
      long drawn = one.runtime().random().nextLong();
      assertEquals(drawn, same.runtime().random().nextLong());
      assertNotEquals(drawn, other.runtime().random().nextLong());
    }
  }

  @Test
  void clock_at300YearsAndAnyOrigin_changesNothing() {
    Set<String> traces = new HashSet<>();
    long year = Duration.ofDays(365).toNanos();
    for (long origin : new long[] {Long.MIN_VALUE, -150 * year, -1, 0, 100 * year}) {
      try (Simulation simulation = Simulation.builder().seed(9).origin(origin).build()) {
        traces.add(order(simulation, 50) + simulation.trace().hash());
      }
    }
    assertEquals(1, traces.size());
  }

  @Test
  void time_runsOnFor300Years() throws Exception {
    try (Simulation simulation = Simulation.builder().origin(Long.MIN_VALUE).build()) {
      TaskRuntime runtime = simulation.runtime();
      for (int year = 1; year <= 300; year++) {
        simulation.run(runtime.sleep(Duration.ofDays(365)));
        assertEquals(Duration.ofDays(365L * year), simulation.elapsed());
      }
      assertEquals("2299-10-20T00:00:00Z", runtime.clock().instant().toString());
    }
  }

  @Test
  void trace_ofAnotherSeed_tellsTheFirstDifferenceInWords() {
    try (Simulation one = Simulation.seeded(1);
        Simulation same = Simulation.seeded(1);
        Simulation other = Simulation.seeded(2)) {
      order(one, 5);
      order(same, 5);
      order(other, 5);
      assertEquals("", one.trace().firstDifference(same.trace()));
      assertEquals(one.trace(), same.trace());
      String difference = one.trace().firstDifference(other.trace());
      assertTrue(difference.matches("event \\d+ differs: here \".*\", there \".*\""), difference);
    }
  }
}
