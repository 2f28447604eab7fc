package dev.escapement.loom;

import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A runtime on its own thread, by a clock that stands still until the test moves it: threads block
 * for real, and nothing is due before the test says so.
 */
final class HandClock implements TimeSource, AutoCloseable {
  private final AtomicLong now = new AtomicLong();
  private volatile Thread parked;
  final TaskRuntime runtime = TaskRuntime.builder().name("hand").timeSource(this).build();
  final LoomBridge bridge = LoomBridge.of(runtime);

  /** Moves the clock, and returns once all that is due by then has fired. */
  void advance(Duration by) {
    long end = now.addAndGet(by.toNanos());
    LockSupport.unpark(parked);
    Eventually.await(
        "the timers fire", () -> runtime.snapshot().timers().nextDeadlineNanos() > end);
  }

  /** Waits until so many timers are registered. */
  void awaitTimers(int pending) {
    Eventually.await(
        pending + " timers are registered",
        () -> {
          turn(); // a timer that is later than the first one does not wake the loop
          return runtime.snapshot().timers().pending() == pending;
        });
  }

  /** Lets the loop take all that was sent to it; a cancel alone does not wake it. */
  void turn() {
    try {
      runtime.blockOn(Tasks.yieldNow());
      runtime.blockOn(Tasks.yieldNow());
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH.plusNanos(now.get());
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    parked = Thread.currentThread();
    while (now.get() < deadlineNanos && !woken.getAsBoolean()) {
      LockSupport.park(this);
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

  @Override
  public void close() {
    runtime.close();
  }
}
