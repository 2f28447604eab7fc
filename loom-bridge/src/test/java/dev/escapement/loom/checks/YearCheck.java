package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One virtual year in which a thousand sleepers sleep one hour each time. */
class YearCheck {
  private static final int SLEEPERS = 1_000;
  private static final int HOURS = 365 * 24;
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void aYear_ofVirtualThreads_takesLessThan150Seconds() {
    try (Simulation simulation = Simulation.seeded(0)) {
      LoomBridge bridge = LoomBridge.of(simulation.runtime());
      for (int i = 0; i < SLEEPERS; i++) {
        var _ =
            bridge.fork(
                "sleeper-" + i,
                () -> {
                  for (int hour = 0; hour < HOURS; hour++) {
                    bridge.sleep(HOUR);
                  }
                  return true;
                });
      }
      report("virtual threads", simulation, 150);
    }
  }

  @Test
  void aYear_ofTasks_takesLessThan10Seconds() {
    try (Simulation simulation = Simulation.seeded(0)) {
      for (int i = 0; i < SLEEPERS; i++) {
        var _ = simulation.runtime().spawn(new Sleeper(simulation.runtime()));
      }
      report("tasks", simulation, 10);
    }
  }

  private static void report(String what, Simulation simulation, double bar) {
    long start = System.nanoTime();
    simulation.runUntilIdle();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "one virtual year, %d %s, %d sleeps: %.1f s (%.2f us per sleep)%n",
        SLEEPERS, what, SLEEPERS * HOURS, seconds, seconds * 1e6 / SLEEPERS / HOURS);
    assertEquals(Duration.ofDays(365), simulation.elapsed());
    assertEquals(SLEEPERS * (long) HOURS, simulation.runtime().snapshot().timers().fired());
    assertTrue(seconds < bar, () -> seconds + " s");
  }

  private static final class Sleeper implements Task<Integer> {
    private final TaskRuntime runtime;
    private int hours;
    private Sleep sleep;

    Sleeper(TaskRuntime runtime) {
      this.runtime = runtime;
      this.sleep = runtime.sleep(HOUR);
    }

    @Override
    public Poll<Integer> poll(Context context) {
      while (sleep.poll(context).isReady()) {
        if (++hours == HOURS) {
          return Poll.ready(hours);
        }
        sleep = runtime.sleep(HOUR);
      }
      return Poll.pending();
    }
  }
}
