package dev.escapement.runtime.sim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Settings of a simulation. Not thread-safe; may be used for several simulations. */
public final class Builder {
  long seed;
  long latenessNanos;
  long pollCostNanos;
  long maxSteps = 10_000_000;
  long maxTimeNanos = -1; // unsigned: no limit
  long graceNanos = 2_000_000_000L;
  long holdLimitNanos = 30_000_000_000L;
  long origin;
  Instant startInstant = Instant.parse("2000-01-01T00:00:00Z");
  Consumer<dev.escapement.runtime.Builder> runtimeSettings = builder -> {};

  Builder() {}

  /**
   * Which of the possible orders is run.
   *
   * @param seed 0, the default, runs what is ready first come, first served
   * @return this builder
   */
  public Builder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * How late timers fire and woken tasks run at most, as on a real machine. Each time it is a new
   * amount, drawn by the seed. Timers still fire in the order of their deadlines.
   *
   * @param most zero, the default, for never late
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public Builder lateness(Duration most) {
    this.latenessNanos = notNegative("lateness", most);
    return this;
  }

  /**
   * What each poll takes of virtual time.
   *
   * @param cost zero by default
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public Builder pollCost(Duration cost) {
    this.pollCostNanos = notNegative("pollCost", cost);
    return this;
  }

  /**
   * So many polls and callbacks may follow one another while something is ready all the time; more
   * are a livelock.
   *
   * @param most 1 or more; ten million by default
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public Builder maxSteps(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxSteps is " + most + "; allowed is 1 or more");
    }
    this.maxSteps = most;
    return this;
  }

  /**
   * Virtual time may come so far, from the start on; more is a livelock.
   *
   * @param most zero or more; without a limit by default
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public Builder maxTime(Duration most) {
    this.maxTimeNanos = notNegative("maxTime", most);
    return this;
  }

  /**
   * For so long, in real time, a thread may stay away from the bridge while it is its turn.
   *
   * @param grace above zero; 2 s by default
   * @return this builder
   * @throws IllegalArgumentException if it is zero or negative
   */
  public Builder grace(Duration grace) {
    this.graceNanos = positive("grace", grace);
    return this;
  }

  /**
   * For so long, in real time, the simulation waits for a {@link Hold} when nothing else is left to
   * do.
   *
   * @param limit above zero; 30 s by default
   * @return this builder
   * @throws IllegalArgumentException if it is zero or negative
   */
  public Builder holdLimit(Duration limit) {
    this.holdLimitNanos = positive("holdLimit", limit);
    return this;
  }

  /**
   * What the wall clock shows at the start.
   *
   * @param instant the beginning of the year 2000 by default
   * @return this builder
   */
  public Builder startInstant(Instant instant) {
    this.startInstant = requireNonNull(instant, "instant");
    return this;
  }

  /**
   * What {@code nanoTime()} shows at the start, for code that must not rely on zero.
   *
   * @param nanos zero by default; may be negative
   * @return this builder
   */
  public Builder origin(long nanos) {
    this.origin = nanos;
    return this;
  }

  /**
   * Settings of the runtime, such as its uncaught handler. Time and carrier are the simulation's.
   *
   * @param settings called with the runtime's builder
   * @return this builder
   */
  public Builder runtime(Consumer<dev.escapement.runtime.Builder> settings) {
    this.runtimeSettings = requireNonNull(settings, "settings");
    return this;
  }

  Builder copy() {
    Builder copy = new Builder();
    copy.seed = seed;
    copy.latenessNanos = latenessNanos;
    copy.pollCostNanos = pollCostNanos;
    copy.maxSteps = maxSteps;
    copy.maxTimeNanos = maxTimeNanos;
    copy.graceNanos = graceNanos;
    copy.holdLimitNanos = holdLimitNanos;
    copy.origin = origin;
    copy.startInstant = startInstant;
    copy.runtimeSettings = runtimeSettings;
    return copy;
  }

  /**
   * Builds a simulation.
   *
   * @return one whose time stands at its start
   */
  public Simulation build() {
    return new Simulation(this);
  }

  private static long notNegative(String what, Duration value) {
    if (requireNonNull(value, what).isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; allowed is zero or more");
    }
    return Times.nanos(value);
  }

  private static long positive(String what, Duration value) {
    if (requireNonNull(value, what).isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          what + " is " + value + "; allowed is anything above zero");
    }
    return Times.nanos(value);
  }
}
