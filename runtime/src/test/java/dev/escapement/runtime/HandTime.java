package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * A clock that a test moves by hand. While somebody drives the loop by {@code blockOn}, parking
 * moves it by itself.
 */
final class HandTime implements TimeSource {
  private volatile long now;

  HandTime(long origin) {
    now = origin;
  }

  void set(long nanos) {
    now = nanos;
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
    now = Math.max(now, deadlineNanos);
  }

  @Override
  public void unpark(Thread carrier) {}

  @Override
  public boolean isVirtual() {
    return true;
  }
}
