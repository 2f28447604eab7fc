package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.TaskRuntime;
import java.util.function.UnaryOperator;

/** Settings of a {@link LoomBridge}. Not thread-safe; may be used for several bridges. */
public final class Builder {
  final TaskRuntime runtime;
  String threadNames;
  int maxConcurrentRuns = Integer.MAX_VALUE;
  UnaryOperator<Runnable> decorator = UnaryOperator.identity();

  Builder(TaskRuntime runtime) {
    this.runtime = runtime;
    this.threadNames = runtime.snapshot().name() + "-thread-";
  }

  /**
   * What the names of threads begin with that are given none; a number follows.
   *
   * @param prefix by default the runtime's name and {@code -thread-}
   * @return this builder
   */
  public Builder threadNames(String prefix) {
    this.threadNames = requireNonNull(prefix, "prefix");
    return this;
  }

  /**
   * Wraps the work of every thread that the bridge starts: forks, {@code blocking} tasks, threads
   * of its factory and runs of its executors. It is called where the work is handed over, so that
   * it can capture a context there and restore it around the work: {@code work ->
   * Context.current().wrap(work)} with OpenTelemetry, {@code work ->
   * ContextSnapshotFactory.builder().build().captureAll().wrap(work)} with Micrometer. What it
   * returns for a periodic task is run once per period, never at the same time.
   *
   * @param decorator returns what to run instead, which must call what it was given
   * @return this builder
   */
  public Builder decorator(UnaryOperator<Runnable> decorator) {
    this.decorator = requireNonNull(decorator, "decorator");
    return this;
  }

  /**
   * A bound on the runs that one scheduled executor has under way at a time. Runs that are due
   * beyond it wait, in the order in which they came due. With a bound, tasks may wait for one
   * another: a run that waits for another run of its own executor may wait for ever.
   *
   * @param bound above zero; no bound by default
   * @return this builder
   * @throws IllegalArgumentException if the bound is zero or negative
   */
  public Builder maxConcurrentRuns(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException(
          "maxConcurrentRuns is " + bound + "; allowed is 1 or more");
    }
    this.maxConcurrentRuns = bound;
    return this;
  }

  /**
   * Builds a bridge.
   *
   * @return a new bridge
   */
  public LoomBridge build() {
    return new LoomBridge(this);
  }
}
