package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void assertTells(Throwable report, String... parts) {
    for (String part : parts) {
      assertTrue(report.getMessage().contains(part), () -> part + " in " + report.getMessage());
    }
  }

  /** Ready again as soon as it was polled. */
  private static Task<Integer> busy() {
    return new Task<>() {
      @Override
      public Poll<Integer> poll(Context context) {
        context.waker().wake();
        return Poll.pending();
      }
    };
  }

  @Test
  void deadlock_tellsEveryTaskWhatItWaitsForSinceWhenAndFromWhere() {
    try (Simulation simulation = Simulation.seeded(5)) {
      TaskRuntime runtime = simulation.runtime();
      var _ = runtime.spawn("forgotten", new Promise<Integer>().asTask());
      Task<Integer> body =
          Tasks.then(runtime.sleep(SECOND), slept -> new Promise<Integer>().asTask());
      DeadlockException report = assertThrows(DeadlockException.class, () -> simulation.run(body));
      assertTells(
          report,
          "deadlock at 1.000000000 s",
          "2 tasks have not ended",
          "'forgotten' waits for a promise, since 0.000000000 s, spawned at",
          "'main' waits for a promise, since 1.000000000 s, spawned at",
          "ReportsTest.java",
          "Simulation.seeded(5)",
          "-Descapement.seed=5");
    }
  }

  @Test
  void livelock_byStepsInARow_tellsTheBusiest() {
    try (Simulation simulation = Simulation.builder().maxSteps(1_000).build()) {
      var _ = simulation.runtime().spawn("spinning", busy());
      LivelockException report =
          assertThrows(LivelockException.class, () -> simulation.advance(SECOND));
      assertTells(report, "livelock at 0.000000000 s", "more than 1000 steps", "'spinning'");
    }
  }

  @Test
  void livelock_byVirtualTime_tellsTheLimit() {
    try (Simulation simulation = Simulation.builder().maxTime(Duration.ofHours(1)).build()) {
      TaskRuntime runtime = simulation.runtime();
      LivelockException report =
          assertThrows(
              LivelockException.class, () -> simulation.run(runtime.sleep(Duration.ofHours(2))));
      assertTells(report, "its limit of PT1H", "'main'");
      assertEquals(Duration.ZERO, simulation.elapsed());
    }
  }

  @Test
  void hold_neverReleased_isNamed() {
    try (Simulation simulation = Simulation.builder().holdLimit(Duration.ofMillis(50)).build()) {
      var _ = simulation.hold("the reply of the test database");
      SimulationException report =
          assertThrows(SimulationException.class, () -> simulation.advance(SECOND));
      assertTells(report, "held at 0.000000000 s", "PT0.05S", "the reply of the test database");
      assertFalse(report instanceof DeadlockException);
    }
  }

  @Test
  void interrupt_ofTheDrivingThread_stopsItAndIsKept() {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      runtime.schedule(SECOND, Thread.currentThread()::interrupt);
      SimulationException report =
          assertThrows(SimulationException.class, () -> simulation.advance(Duration.ofSeconds(2)));
      assertTells(report, "interrupted at 1.000000000 s");
      assertTrue(Thread.interrupted());
      simulation.advance(SECOND);
      assertEquals(Duration.ofSeconds(2), simulation.elapsed());
    }
  }
}
