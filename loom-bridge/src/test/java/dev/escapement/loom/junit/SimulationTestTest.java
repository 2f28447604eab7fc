package dev.escapement.loom.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class SimulationTestTest {
  private static final List<Object> SEEN = new ArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static Simulation simulation(int at) {
    return (Simulation) SEEN.get(at);
  }

  /** All of its runtimes refuse work. */
  private static void assertClosed(int simulations) {
    assertEquals(simulations, SEEN.stream().distinct().count());
    for (int i = 0; i < simulations; i++) {
      TaskRuntime runtime = simulation(i).runtime();
      assertThrows(
          RejectedExecutionException.class, () -> runtime.schedule(Duration.ZERO, () -> {}));
    }
  }

  static final class Parameters {
    private final Simulation simulation;

    Parameters(Simulation simulation) {
      this.simulation = simulation;
    }

    @BeforeEach
    void before(TaskRuntime runtime) {
      assertSame(simulation.runtime(), runtime);
      SEEN.add("before");
    }

    @AfterEach
    void after(LoomBridge bridge) {
      SEEN.add(bridge);
      simulation.runUntilIdle(); // still open
    }

    @SimulationTest
    void inVirtualTime(Simulation simulation, LoomBridge bridge, TaskRuntime runtime)
        throws Exception {
      assertSame(this.simulation, simulation);
      assertSame(simulation.runtime(), runtime);
      SEEN.add(bridge);
      simulation.run(
          bridge.blocking(
              () -> {
                bridge.sleep(Duration.ofHours(1));
                return true;
              }));
      assertEquals(Duration.ofHours(1), simulation.elapsed());
    }
  }

  @Test
  void parameters_ofAllMethods_areOfOneSimulation() {
    EngineExecutionResults results = Engine.run(Parameters.class);
    results.testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    assertEquals("before", SEEN.get(0));
    assertSame(SEEN.get(1), SEEN.get(2));
  }

  static final class OtherParameter {
    @SimulationTest
    void wants(String text) {
      SEEN.add(text);
    }
  }

  @Test
  void parameters_ofOtherTypes_areNotOurs() {
    Throwable thrown = Engine.failure(Engine.run(OtherParameter.class));
    assertTrue(thrown.getMessage().contains("No ParameterResolver registered"), thrown::toString);
  }

  static final class Simulations {
    @SimulationTest(seeds = 3)
    void passes(Simulation simulation) {
      SEEN.add(simulation);
    }
  }

  @Test
  void simulations_areNewForEachSeedAndClosedAfterwards() {
    EngineExecutionResults results = Engine.run(Simulations.class);
    assertEquals(List.of("seed 0", "seed 1", "seed 2"), Engine.names(results));
    assertNotSame(SEEN.get(0), SEEN.get(1));
    for (int i = 0; i < 3; i++) {
      assertEquals(i, simulation(i).seed());
    }
    assertClosed(3);
  }

  static final class Failing {
    @SimulationTest(seeds = 2)
    void fails(Simulation simulation) {
      SEEN.add(simulation);
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void simulation_ofAFailedTest_isClosed() {
    Engine.run(Failing.class).testEvents().assertStatistics(s -> s.failed(2));
    assertClosed(2);
  }

  static final class FailingFixture {
    @BeforeEach
    void fails(Simulation simulation) {
      SEEN.add(simulation);
      throw new AssertionError("on purpose");
    }

    @SimulationTest(seed = 5)
    void isNotReached() {}
  }

  @Test
  void simulation_ofAFailedFixture_isClosedAndTheSeedTold() {
    assertEquals(
        "seed 5: on purpose", Engine.failure(Engine.run(FailingFixture.class)).getMessage());
    assertClosed(1);
  }

  static final class FailingConstructor {
    FailingConstructor(Simulation simulation) {
      SEEN.add(simulation);
      throw new IllegalStateException("on purpose");
    }

    @SimulationTest(seeds = 2)
    void isNotReached() {}
  }

  @Test
  void simulation_ofAFailedConstructor_isClosed() {
    Engine.run(FailingConstructor.class).testEvents().assertStatistics(s -> s.failed(2));
    assertClosed(2);
  }

  static final class WithThreads {
    @SimulationTest
    void leavesThreads(LoomBridge bridge, Simulation simulation) {
      var _ =
          bridge.fork(
              "left",
              () -> {
                try {
                  bridge.sleep(Duration.ofHours(1));
                } finally {
                  SEEN.add("unwound");
                }
                return true;
              });
      simulation.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void threads_thatAreLeft_areUnwound() {
    Engine.run(WithThreads.class).testEvents().assertStatistics(s -> s.succeeded(1));
    assertEquals(List.of("unwound"), SEEN);
  }

  static final class Unseen {
    @SimulationTest(seed = 17)
    void failsInAForkThatNobodyJoins(Simulation simulation, LoomBridge bridge) {
      var _ =
          bridge.fork(
              "fork",
              () -> {
                throw new ArithmeticException("planted");
              });
      simulation.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void failure_thatNobodyWaitsFor_failsTheTest() {
    EngineExecutionResults results = Engine.run(Unseen.class);
    results.testEvents().assertStatistics(s -> s.failed(1));
    Throwable failure = Engine.failure(results);
    assertTrue(failure.getMessage().startsWith("seed 17: "), failure::toString);
    assertTrue(failure.getMessage().contains("planted"), failure::toString);
  }
}
