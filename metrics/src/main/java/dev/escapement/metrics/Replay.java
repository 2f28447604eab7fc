package dev.escapement.metrics;

import dev.escapement.runtime.Histogram;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings a standard {@link Timer} up to what a runtime has recorded: each value is recorded once,
 * as the highest of its bucket, which is at most 1/32 above it. The cursor is the distribution that
 * was published last. Thread-safe.
 */
final class Replay {
  private final TaskRuntime runtime;
  private final Function<RuntimeSnapshot, Histogram> read;
  private final Timer timer;
  private Histogram published = Histogram.empty();

  Replay(TaskRuntime runtime, Function<RuntimeSnapshot, Histogram> read, Timer timer) {
    this.runtime = runtime;
    this.read = read;
    this.timer = timer;
  }

  synchronized void publish() {
    Histogram now = read.apply(runtime.snapshot());
    now.forEachSince(
        published,
        (highestNanos, count) -> {
          for (long i = 0; i < count; i++) {
            timer.record(highestNanos, TimeUnit.NANOSECONDS);
          }
        });
    published = now;
  }
}
