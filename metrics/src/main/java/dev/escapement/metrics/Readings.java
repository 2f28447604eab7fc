package dev.escapement.metrics;

import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;

/** One snapshot for all meters that a registry reads at about the same time. Thread-safe. */
final class Readings {
  private static final long FRESH_NANOS = 20_000_000;

  private final TaskRuntime runtime;
  private RuntimeSnapshot latest;
  private long takenAt;

  Readings(TaskRuntime runtime) {
    this.runtime = runtime;
    this.latest = runtime.snapshot();
    this.takenAt = System.nanoTime();
  }

  synchronized RuntimeSnapshot latest() {
    return System.nanoTime() - takenAt > FRESH_NANOS ? refresh() : latest;
  }

  synchronized RuntimeSnapshot refresh() {
    latest = runtime.snapshot();
    takenAt = System.nanoTime();
    return latest;
  }
}
