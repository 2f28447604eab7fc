package dev.escapement.metrics.checks;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Real time, with a wall clock that can be set. */
final class JumpingClock implements TimeSource {
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
    LockSupport.parkNanos(this, deadlineNanos - nanoTime());
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
