package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.spi.TimeSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Settings of a runtime. Not thread-safe; may be used for several runtimes. */
public final class Builder {
  private static final AtomicInteger UNNAMED = new AtomicInteger();

  private String name = "";
  LagMode lagMode = LagMode.PRECISE;
  long stallThresholdNanos = 1_000_000_000L;
  int maxPendingOperations = Integer.MAX_VALUE;
  boolean spawnSites;
  boolean ownThread = true;
  UncaughtHandler uncaughtHandler =
      (task, cause) ->
          CallOuts.log(Level.WARNING, "task '" + task + "' failed and nobody waits for it", cause);
  private @Nullable ThreadFactory threadFactory;
  private @Nullable TimeSource timeSource;

  Builder() {}

  /**
   * The runtime's name, for threads, dumps, metrics and messages.
   *
   * @param name not blank; by default {@code runtime-} and a number
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  public Builder name(String name) {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("name is blank; allowed is anything else");
    }
    this.name = name;
    return this;
  }

  /**
   * Makes the carrier's thread. By default a daemon platform thread.
   *
   * @param factory returns an unstarted thread
   * @return this builder
   */
  public Builder threadFactory(ThreadFactory factory) {
    this.threadFactory = requireNonNull(factory, "factory");
    return this;
  }

  /**
   * Without a thread of its own, the runtime is driven by whoever calls {@link TaskRuntime#blockOn
   * blockOn}, one thread at a time; between two such calls nothing is polled and nothing fires.
   *
   * @return this builder
   */
  public Builder withoutOwnThread() {
    this.ownThread = false;
    return this;
  }

  /**
   * How processor time is traded for punctual timers.
   *
   * @param mode {@link LagMode#PRECISE} by default
   * @return this builder
   */
  public Builder lagMode(LagMode mode) {
    this.lagMode = requireNonNull(mode, "mode");
    return this;
  }

  /**
   * A poll or callback that lasts longer is counted and logged, once, with the carrier's stack.
   *
   * @param threshold above zero; one second by default
   * @return this builder
   * @throws IllegalArgumentException if the threshold is zero or negative
   */
  public Builder stallThreshold(Duration threshold) {
    if (requireNonNull(threshold, "threshold").isZero() || threshold.isNegative()) {
      throw new IllegalArgumentException(
          "stallThreshold is " + threshold + "; allowed is anything above zero");
    }
    this.stallThresholdNanos = Deadlines.nanos(threshold);
    return this;
  }

  /**
   * Told about failures that nobody waits for.
   *
   * @param handler by default one that logs
   * @return this builder
   */
  public Builder uncaughtHandler(UncaughtHandler handler) {
    this.uncaughtHandler = requireNonNull(handler, "handler");
    return this;
  }

  /**
   * A bound on operations that were handed over and that the loop has not come to: spawn and
   * schedule are refused beyond it. Wakes and cancels are never refused, and count as well: a task
   * that is ready and is woken from elsewhere counts twice until it is polled. The count is read
   * without a lock, so racing callers may pass it by a few.
   *
   * @param bound above zero; no bound by default
   * @return this builder
   * @throws IllegalArgumentException if the bound is zero or negative
   */
  public Builder maxPendingOperations(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException(
          "maxPendingOperations is " + bound + "; allowed is 1 or more");
    }
    this.maxPendingOperations = bound;
    return this;
  }

  /**
   * Notes where each task is spawned, for {@link TaskDump}. Costs a walk of the caller's stack for
   * every spawn.
   *
   * @return this builder
   */
  public Builder recordSpawnSites() {
    this.spawnSites = true;
    return this;
  }

  /**
   * Where time comes from; the system's by default.
   *
   * @param source the time source of this runtime alone
   * @return this builder
   */
  public Builder timeSource(TimeSource source) {
    this.timeSource = requireNonNull(source, "source");
    return this;
  }

  /**
   * Builds a runtime and starts its thread.
   *
   * @return a running runtime
   * @throws IllegalStateException if the thread factory returns null
   */
  public TaskRuntime build() {
    String given = name.isEmpty() ? "runtime-" + UNNAMED.incrementAndGet() : name;
    TimeSource time = timeSource == null ? new SystemTime(lagMode) : timeSource;
    FlightEvents.prepare();
    TaskRuntime runtime = new TaskRuntime(this, given, time);
    Carrier carrier = runtime.carrier();
    Watchdog.watch(carrier, stallThresholdNanos);
    if (ownThread) {
      try {
        carrier.driver.start(factory(given), lagMode);
      } catch (Throwable failed) {
        Watchdog.unwatch(carrier);
        throw failed;
      }
    }
    return runtime;
  }

  private ThreadFactory factory(String name) {
    if (threadFactory != null) {
      return threadFactory;
    }
    String threadName = name + "-carrier";
    return body -> {
      Thread thread = new Thread(body, threadName);
      thread.setDaemon(true);
      return thread;
    };
  }
}
