package dev.escapement.metrics.checks;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Timers from another thread as fast as they fire, with a bound on how many are in flight. */
final class ManyTimers {
  private static final int IN_FLIGHT = 100_000;

  private ManyTimers() {}

  static void fire(TaskRuntime runtime, int n) throws InterruptedException {
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    for (int i = 0; i < n; i++) {
      inFlight.acquire();
      runtime.schedule(Duration.ofMillis(1), inFlight::release);
    }
    inFlight.acquire(IN_FLIGHT);
  }
}
