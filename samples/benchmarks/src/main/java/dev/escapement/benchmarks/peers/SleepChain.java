package dev.escapement.benchmarks.peers;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One task that sleeps again and again. */
final class SleepChain implements Task<@Nullable Void> {
  private final TaskRuntime runtime;
  private final long delayNanos;
  private final LongConsumer fired;
  private int left;
  private long due;
  private @Nullable Sleep sleep;

  SleepChain(TaskRuntime runtime, int times, long delayNanos, LongConsumer fired) {
    this.runtime = runtime;
    this.left = times;
    this.delayNanos = delayNanos;
    this.fired = fired;
  }

  @Override
  public Poll<@Nullable Void> poll(Context context) {
    while (sleep == null || sleep.poll(context).isReady()) {
      if (sleep != null) {
        fired.accept(due);
      }
      if (left-- == 0) {
        return Poll.ready(null);
      }
      due = System.nanoTime() + delayNanos;
      sleep = runtime.sleep(Duration.ofNanos(delayNanos));
    }
    return Poll.pending();
  }
}
