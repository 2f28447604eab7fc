package dev.escapement.metrics.checks;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Real time, with a wall clock that can be set. */
final class JumpingClock implements TimeSource {
  private static final long LONGEST_PARK = 1_000_000_000;

  private final long origin = System.nanoTime();
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  void jump(Duration by) {
    offset.updateAndGet(by::plus);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() - origin;
  }

  @Override
  public InstantSource clock() {
    return () -> InstantSource.system().instant().plus(offset.get());
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    long nanos = Math.min(deadlineNanos - nanoTime(), LONGEST_PARK);
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  @Override
  public void unpark(Thread carrier) {
    LockSupport.unpark(carrier);
  }

  @Override
  public boolean isVirtual() {
    return false;
  }
}
