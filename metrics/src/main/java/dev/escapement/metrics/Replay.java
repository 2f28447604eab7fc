package dev.escapement.metrics;

import dev.escapement.runtime.Histogram;
import dev.escapement.runtime.RuntimeSnapshot;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings a standard {@link Timer} up to what a runtime has recorded: each value is recorded once,
 * as the highest of its bucket, which is at most 1/32 above it. The cursor is the distribution that
 * was published last. Guarded by its {@link Binding}.
 */
final class Replay {
  private final Function<RuntimeSnapshot, Histogram> read;
  private final Timer timer;
  private Histogram published = Histogram.empty();

  Replay(Function<RuntimeSnapshot, Histogram> read, Timer timer) {
    this.read = read;
    this.timer = timer;
  }

  void publish(RuntimeSnapshot snapshot) {
    Histogram now = read.apply(snapshot);
    Histogram before = published;
    published = now; // first: if the registry fails, something is lost, but nothing comes twice
    now.forEachSince(
        before,
        (highestNanos, count) -> {
          for (long i = 0; i < count; i++) {
            timer.record(highestNanos, TimeUnit.NANOSECONDS);
          }
        });
  }
}
