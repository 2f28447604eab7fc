package dev.escapement.metrics.checks;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** A clock that parking moves, each time past the deadline by as much as the check says. */
final class LateClock implements TimeSource {
  private volatile long now;
  private long lateness;

  /** How late the next timer fires; to be called by the thread that drives the loop. */
  void beLate(long nanos) {
    lateness = nanos;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH.plusNanos(now);
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    if (deadlineNanos == Long.MAX_VALUE) {
      throw new AssertionError("the loop would park forever");
    }
    now = Math.max(now, deadlineNanos + lateness);
  }

  @Override
  public void unpark(Thread carrier) {}

  @Override
  public boolean isVirtual() {
    return true;
  }
}
