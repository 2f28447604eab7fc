package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that a test moves by hand. While somebody drives the loop by {@code blockOn}, parking
 * moves it by itself.
 */
final class HandTime implements TimeSource {
  private volatile long now;
  private @Nullable Runnable atNextReading;

  HandTime(long origin) {
    now = origin;
  }

  void set(long nanos) {
    now = nanos;
  }

  /** What happens elsewhere while the next reading is taken. */
  void atNextReading(Runnable step) {
    atNextReading = step;
  }

  @Override
  public long nanoTime() {
    Runnable step = atNextReading;
    if (step != null) {
      atNextReading = null;
      step.run();
    }
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
