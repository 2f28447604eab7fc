package dev.escapement.samples.dashboard;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What no task should do: it computes for 200 to 300 ms in each of its polls, and nothing else is
 * polled or fired meanwhile. Then it sleeps for 50 ms, so that the others catch up.
 */
final class Hog implements Switch {
  private final TaskRuntime runtime;
  private @Nullable JoinHandle<Void> running;

  Hog(TaskRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public synchronized boolean isOn() {
    return running != null;
  }

  @Override
  public synchronized void turn(boolean on) {
    if (on && running == null) {
      running = runtime.spawn("hog", new Again(this::computeAndSleep));
    } else if (!on && running != null) {
      var _ = running.cancel();
      running = null;
    }
  }

  private Task<?> computeAndSleep() {
    Work.compute(TimeUnit.MILLISECONDS.toNanos(runtime.random().nextInt(200, 301)));
    return runtime.sleep(Duration.ofMillis(50));
  }
}
