package dev.escapement.loom.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.escapement.runtime.Poll;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.DeadlockException;
import dev.escapement.runtime.sim.Simulation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

class SimulationTestSeedsTest {
  private static final List<Long> RAN = new ArrayList<>();

  @BeforeEach
  void forget() {
    RAN.clear();
  }

  static final class Thousand {
    @SimulationTest(seeds = 1000)
    void counts(Simulation simulation) {
      RAN.add(simulation.seed());
    }
  }

  @Test
  void seeds_aThousand_runFromZeroOn() {
    EngineExecutionResults results = Engine.run(Thousand.class);
    results.testEvents().assertStatistics(s -> s.started(1000).succeeded(1000));
    assertEquals("seed 999", Engine.names(results).getLast());
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, RAN.get(i));
    }
  }

  static final class Fixed {
    @SimulationTest(seed = -17)
    void counts(Simulation simulation) {
      RAN.add(simulation.seed());
    }
  }

  @Test
  void seed_fixed_runsAlone() {
    assertEquals(List.of("seed -17"), Engine.names(Engine.run(Fixed.class)));
    assertEquals(List.of(-17L), RAN);
  }

  @Test
  void property_runsThatSeedAlone() {
    assertEquals(List.of("seed 4242"), Engine.names(Engine.run(Thousand.class, "4242")));
    assertEquals(List.of("seed 1"), Engine.names(Engine.run(Fixed.class, "1")));
    assertEquals(List.of(4242L, 1L), RAN);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @SimulationTest(seeds = 2)
  @interface OfOurOwn {}

  static final class Composed {
    @OfOurOwn
    void counts(Simulation simulation) {
      RAN.add(simulation.seed());
    }
  }

  @Test
  void annotation_ofOnesOwn_hasTheSameMeaning() {
    assertEquals(List.of("seed 0", "seed 1"), Engine.names(Engine.run(Composed.class)));
  }

  // Bad settings

  private static void assertRefused(String sentence, EngineExecutionResults results) {
    Throwable thrown =
        assertInstanceOf(ExtensionConfigurationException.class, Engine.failure(results));
    assertEquals(sentence, thrown.getMessage());
    assertEquals(List.of(), RAN);
  }

  @Test
  void property_notANumber_isRefused() {
    for (String bad : List.of("abc", "", "1.5", "9223372036854775808")) {
      assertRefused(
          "escapement.seed is '"
              + bad
              + "'; allowed is a whole number from -9223372036854775808 to 9223372036854775807",
          Engine.run(Thousand.class, bad));
    }
  }

  static final class NoSeeds {
    @SimulationTest(seeds = 0)
    void isNotReached() {}
  }

  static final class SeedAndSeeds {
    @SimulationTest(seed = 1, seeds = 2)
    void isNotReached() {}
  }

  @Test
  void seeds_noneOrContradicted_areRefused() {
    assertRefused("@SimulationTest: seeds is 0; allowed is 1 or more", Engine.run(NoSeeds.class));
    assertRefused(
        "@SimulationTest: seed is 1 and seeds is 2; allowed is one of the two",
        Engine.run(SeedAndSeeds.class));
  }

  static final class BadLateness {
    @SimulationTest(lateness = "5ms")
    void isNotReached() {}
  }

  static final class NegativeLateness {
    @SimulationTest(lateness = "PT-0.005S")
    void isNotReached() {}
  }

  @Test
  void lateness_notADurationOrNegative_isRefused() {
    String sentence =
        "@SimulationTest: lateness is '%s'; allowed is an ISO-8601 duration of zero or more, such"
            + " as PT0.005S for 5 ms";
    assertRefused(sentence.formatted("5ms"), Engine.run(BadLateness.class));
    assertRefused(sentence.formatted("PT-0.005S"), Engine.run(NegativeLateness.class));
  }

  static final class Late {
    @SimulationTest(seeds = 10, lateness = "PT0.005S")
    void measures(Simulation simulation, TaskRuntime runtime) throws Exception {
      simulation.run(runtime.sleep(Duration.ofSeconds(1)));
      RAN.add(simulation.elapsed().minusSeconds(1).toNanos());
    }
  }

  @Test
  void lateness_isDrawnByTheSeed() {
    Engine.run(Late.class).testEvents().assertStatistics(s -> s.succeeded(10));
    assertTrue(RAN.stream().distinct().count() > 5, RAN::toString);
    // a sleep fires late and is resumed late, by 5 ms at most each
    assertTrue(RAN.stream().allMatch(late -> late >= 0 && late <= 10_000_000), RAN::toString);
  }

  // Failures

  static final class Assertion {
    @SimulationTest(seeds = 20)
    void failsWithOne(Simulation simulation) {
      assertEquals(simulation.seed() == 17 ? "odd" : "even", "even", "a parity");
    }
  }

  @Test
  void assertion_thatFails_tellsItsSeed() {
    EngineExecutionResults results = Engine.run(Assertion.class);
    results.testEvents().assertStatistics(s -> s.succeeded(19).failed(1));
    results.testEvents().failed().stream()
        .forEach(e -> assertEquals("seed 17", e.getTestDescriptor().getDisplayName()));
    var failure = assertInstanceOf(AssertionFailedError.class, Engine.failure(results));
    assertEquals("seed 17: a parity ==> expected: <odd> but was: <even>", failure.getMessage());
    assertEquals("odd", failure.getExpected().getValue());
    assertEquals("even", failure.getActual().getValue());
    assertNotNull(failure.getCause());
    assertEquals(
        "seed 17; to run it alone: -Descapement.seed=17", failure.getSuppressed()[0].getMessage());
    assertTrue(
        List.of(failure.getStackTrace()).stream()
            .anyMatch(frame -> frame.getMethodName().equals("failsWithOne")));
  }

  static final class PlainAssertion {
    @SimulationTest(seed = 3)
    void fails() {
      throw new AssertionError();
    }
  }

  @Test
  void assertion_withoutAMessage_tellsItsSeed() {
    Throwable failure = Engine.failure(Engine.run(PlainAssertion.class));
    assertSame(AssertionError.class, failure.getClass());
    assertEquals("seed 3: failed", failure.getMessage());
  }

  static final class Other {
    @SimulationTest(seed = 3)
    void fails() {
      throw new IllegalStateException("boom");
    }
  }

  @Test
  void exception_ofAnotherType_staysAndTellsItsSeedBeside() {
    Throwable failure = Engine.failure(Engine.run(Other.class));
    assertSame(IllegalStateException.class, failure.getClass());
    assertEquals("boom", failure.getMessage());
    assertEquals(
        "seed 3; to run it alone: -Descapement.seed=3", failure.getSuppressed()[0].getMessage());
  }

  static final class Deadlock {
    @SimulationTest(seed = 3)
    void fails(Simulation simulation) throws Exception {
      simulation.run(context -> Poll.pending());
    }
  }

  @Test
  void failure_thatTellsItsSeedItself_isLeftAlone() {
    Throwable failure = Engine.failure(Engine.run(Deadlock.class));
    assertInstanceOf(DeadlockException.class, failure);
    assertTrue(failure.getMessage().contains("-Descapement.seed=3 "), failure::getMessage);
    assertEquals(0, failure.getSuppressed().length);
  }

  static final class Aborted {
    @SimulationTest(seeds = 2, twice = true)
    void isAborted(Simulation simulation) throws Exception {
      RAN.add(simulation.seed());
      if (RAN.size() % 2 == 1) {
        abort("not today");
      }
      simulation.run(Tasks.ready(true));
    }
  }

  @Test
  void abort_isNoFailureAndHasNoTrace() {
    Engine.run(Aborted.class).testEvents().assertStatistics(s -> s.aborted(2).succeeded(2));
  }
}
