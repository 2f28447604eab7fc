package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Interval;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void run_aSleepOfADay_passesADay() throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      simulation.run(simulation.runtime().sleep(Duration.ofDays(1)));
      assertEquals(Duration.ofDays(1), simulation.elapsed());
      assertEquals(Instant.parse("2000-01-02T00:00:00Z"), simulation.runtime().clock().instant());
    }
  }

  @Test
  void run_aFailure_isWrappedAndTellsTheSeed() {
    try (Simulation simulation = Simulation.seeded(42)) {
      TaskRuntime runtime = simulation.runtime();
      ExecutionException thrown =
          assertThrows(
              ExecutionException.class,
              () -> simulation.run(runtime.timeout(SECOND, runtime.sleep(Duration.ofDays(1)))));
      assertTrue(thrown.getCause() instanceof TimeoutException, thrown::toString);
      assertTrue(thrown.getMessage().contains("Simulation.seeded(42)"), thrown::getMessage);
    }
  }

  @Test
  void advance_includesTheEndAndWhatIsScheduledOnTheWay() {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      List<String> ran = new ArrayList<>();
      runtime.schedule(
          SECOND,
          () -> {
            ran.add("first");
            runtime.schedule(SECOND, () -> ran.add("on the way"));
            runtime.schedule(SECOND.plusNanos(1), () -> ran.add("too late"));
          });
      simulation.advance(Duration.ofSeconds(2));
      assertEquals(List.of("first", "on the way"), ran);
      assertEquals(Duration.ofSeconds(2), simulation.elapsed());
      simulation.advance(Duration.ofNanos(1));
      assertEquals(List.of("first", "on the way", "too late"), ran);
    }
  }

  @Test
  void runUntil_stopsBetweenTwoSteps() {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      List<Integer> ran = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int number = i;
        runtime.schedule(SECOND, () -> ran.add(number));
      }
      assertTrue(simulation.runUntil(() -> ran.size() == 3, Duration.ofSeconds(5)));
      assertEquals(List.of(0, 1, 2), ran);
      assertFalse(simulation.runUntil(() -> ran.size() == 6, Duration.ofSeconds(5)));
      assertEquals(Duration.ofSeconds(6), simulation.elapsed());
    }
  }

  @Test
  void runUntilIdle_endsWithTheLastTimer() {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      var _ = runtime.spawn(Tasks.then(runtime.sleep(SECOND), x -> runtime.sleep(SECOND)));
      simulation.runUntilIdle();
      assertEquals(Duration.ofSeconds(2), simulation.elapsed());
      simulation.runUntilIdle();
      assertEquals(Duration.ofSeconds(2), simulation.elapsed());
    }
  }

  @Test
  void interval_overAYear_hasEveryTick() throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      Interval hours = simulation.runtime().interval(Duration.ofHours(1));
      for (int i = 1; i <= 365 * 24; i++) {
        Interval.Tick tick = simulation.run(hours.tick());
        assertEquals(i, tick.index());
        assertEquals(0, tick.missed());
      }
      assertEquals(Duration.ofDays(365), simulation.elapsed());
    }
  }

  @Test
  void failure_thatIsJoinedLater_isUnseenUntilThen() {
    try (Simulation simulation = Simulation.seeded(0)) {
      IllegalStateException cause = new IllegalStateException("on purpose");
      JoinHandle<Integer> failed = simulation.runtime().spawn(Tasks.failed(cause));
      simulation.runUntilIdle();
      assertEquals(List.of(cause), simulation.unseenFailures());
      assertThrows(ExecutionException.class, () -> simulation.run(failed.asTask()));
      assertEquals(List.of(), simulation.unseenFailures());
    }
  }
}
