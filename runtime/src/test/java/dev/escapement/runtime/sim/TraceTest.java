package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void trace_tasksOfEveryOutcome_tellsEachStepInOrder() {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      var _ = runtime.spawn("slept", runtime.sleep(SECOND));
      var _ = runtime.spawn(Tasks.failed(new IllegalStateException())).toCompletableFuture();
      JoinHandle<Integer> idle = runtime.spawn("idle", new Promise<Integer>().asTask());
      simulation.advance(SECOND);
      idle.cancel();
      simulation.advance(SECOND);
      assertEquals(
          List.of(
              "0.000000000 s spawn 'slept'",
              "0.000000000 s wake 'slept'",
              "0.000000000 s spawn 'task-2'",
              "0.000000000 s wake 'task-2'",
              "0.000000000 s spawn 'idle'",
              "0.000000000 s wake 'idle'",
              "0.000000000 s poll 'slept'",
              "0.000000000 s poll 'task-2'",
              "0.000000000 s end 'task-2', failed",
              "0.000000000 s poll 'idle'",
              "1.000000000 s fire a timer due at 1.000000000 s",
              "1.000000000 s wake 'slept'",
              "1.000000000 s poll 'slept'",
              "1.000000000 s end 'slept'",
              "1.000000000 s wake 'idle'",
              "1.000000000 s cancel 'idle'",
              "1.000000000 s end 'idle', cancelled"),
          simulation.trace().lines());
    }
  }
}
