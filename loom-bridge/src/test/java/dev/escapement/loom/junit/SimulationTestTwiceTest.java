package dev.escapement.loom.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

class SimulationTestTwiceTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  @BeforeEach
  void forget() {
    RUNS.set(0);
  }

  static final class Deterministic {
    @SimulationTest(seeds = 25, twice = true, lateness = "PT0.001S")
    void forksThreads(Simulation simulation, LoomBridge bridge) throws Exception {
      simulation.run(
          bridge.blocking(
              () -> {
                try (Scope scope = bridge.openScope()) {
                  for (int i = 0; i < 10; i++) {
                    var _ =
                        scope.fork(
                            "fork-" + i,
                            () -> {
                              bridge.sleep(Duration.ofMillis(1));
                              return RUNS.incrementAndGet();
                            });
                  }
                  var _ = scope.join();
                }
                return true;
              }));
      var _ = bridge.fork("left", () -> sleepForLong(bridge));
      simulation.advance(Duration.ofSeconds(1));
    }

    private static boolean sleepForLong(LoomBridge bridge) throws Exception {
      bridge.sleep(Duration.ofDays(1));
      return true;
    }
  }

  @Test
  void twice_aDeterministicTest_passes() {
    EngineExecutionResults results = Engine.run(Deterministic.class);
    results.testEvents().assertStatistics(s -> s.started(50).succeeded(50));
    assertEquals(
        List.of("seed 0", "seed 0, again", "seed 1", "seed 1, again"),
        Engine.names(results).subList(0, 4));
    assertEquals(500, RUNS.get());
  }

  @Test
  void twice_concurrently_comparesTheTwoRunsOfEachSeed() {
    EngineExecutionResults results = Engine.runConcurrently(Deterministic.class);
    results.testEvents().assertStatistics(s -> s.started(50).succeeded(50));
    assertEquals(500, RUNS.get());
  }

  static final class Counting {
    @SimulationTest(seed = 17, twice = true)
    void sleepsLongerEachTime(Simulation simulation, TaskRuntime runtime) throws Exception {
      simulation.run(runtime.sleep(Duration.ofSeconds(RUNS.incrementAndGet())));
    }
  }

  @Test
  void twice_aTestThatDependsOnAStatic_failsWithTheFirstDifference() {
    EngineExecutionResults results = Engine.run(Counting.class);
    results.testEvents().assertStatistics(s -> s.succeeded(1).failed(1));
    String message =
        assertInstanceOf(AssertionFailedError.class, Engine.failure(results)).getMessage();
    assertTrue(message.startsWith("seed 17: its two runs differ"), message);
    assertTrue(message.contains("fire a timer due at 1.000000000 s"), message);
    assertTrue(message.contains("fire a timer due at 2.000000000 s"), message);
  }

  @Test
  void twice_withTheProperty_runsThatSeedTwice() {
    assertEquals(
        List.of("seed 7", "seed 7, again"), Engine.names(Engine.run(Deterministic.class, "7")));
  }

  static final class FailsTheSecondTime {
    @SimulationTest(twice = true)
    void sleepsOrFails(Simulation simulation, TaskRuntime runtime) throws Exception {
      if (RUNS.incrementAndGet() == 2) {
        fail("the second time");
      }
      simulation.run(runtime.sleep(Duration.ofSeconds(1)));
    }
  }

  @Test
  void twice_aRunThatFails_tellsItsFailureFirst() {
    Throwable failure = Engine.failure(Engine.run(FailsTheSecondTime.class));
    assertEquals("seed 0: the second time", failure.getMessage());
    assertTrue(
        List.of(failure.getSuppressed()).stream()
            .anyMatch(beside -> beside.getMessage().contains("its two runs differ")),
        () -> List.of(failure.getSuppressed()).toString());
  }

  static final class WithoutASimulation {
    @SimulationTest(twice = true)
    void passes() {
      RUNS.incrementAndGet();
    }
  }

  @Test
  void twice_withoutASimulation_hasNothingToCompare() {
    Engine.run(WithoutASimulation.class).testEvents().assertStatistics(s -> s.succeeded(2));
    assertEquals(2, RUNS.get());
  }
}
