package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** A clock that is set by hand, and counts how often the loop would have been unparked. */
final class RecordingTime implements TimeSource {
  long now;
  int unparks;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH;
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {}

  @Override
  public void unpark(Thread carrier) {
    unparks++;
  }

  @Override
  public boolean isVirtual() {
    return true;
  }
}
