package dev.escapement.runtime.checks;

import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** What {@link UnloadCheck} loads and runs: a little of everything, and something left pending. */
public final class UnloadedUser implements Runnable {
  /** For the class loader. */
  public UnloadedUser() {}

  @Override
  public void run() {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      Promise<Integer> promise = new Promise<>();
      runtime.schedule(Duration.ofMillis(1), () -> promise.complete(1));
      runtime.spawn(runtime.sleep(Duration.ofHours(1)));
      runtime.schedule(Duration.ofHours(1), () -> {});
      runtime.spawn(runtime.interval(Duration.ofMillis(1)).tick());
      runtime.blockOn(
          runtime.timeout(Duration.ofSeconds(10), Tasks.map(promise.asTask(), value -> value + 1)));
      runtime.snapshot();
      runtime.dump();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
