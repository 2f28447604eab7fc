package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.RuntimeAccess;
import dev.escapement.runtime.spi.ThreadSleep;
import dev.escapement.runtime.spi.ThreadWaits;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door that a bridge comes through. */
record CarrierAccess(Carrier carrier) implements RuntimeAccess {
  @Override
  public void admit(String call) {
    carrier.admit(requireNonNull(call, "call"));
  }

  @Override
  public void refuseOnCarrier(String call, String instead) {
    Seats.refuseOnCarrier(requireNonNull(call, "call"), requireNonNull(instead, "instead"));
  }

  @Override
  public long turnNanos() {
    return carrier.turnNanos();
  }

  @Override
  public ThreadSleep startSleep(long deadlineNanos, long nowNanos) {
    return SleepingThread.start(carrier, deadlineNanos, nowNanos);
  }

  @Override
  public void recordResumeLag(long nanos) {
    carrier.counters.resumeLag.recordShared(nanos);
  }

  @Override
  public @Nullable Director director() {
    return carrier.director;
  }

  @Override
  public void drive() {
    carrier.driver.driveByDirector();
  }

  @Override
  public ThreadWaits waitBy(Supplier<? extends ThreadWaits> waits) {
    synchronized (carrier) {
      ThreadWaits kept = carrier.threadWaits;
      if (kept == null) {
        kept = requireNonNull(waits.get(), "waits");
        carrier.threadWaits = kept;
      }
      return kept;
    }
  }

  @Override
  public @Nullable StackTraceElement callSite() {
    return carrier.spawnSites ? SpawnSite.caller() : null;
  }

  @Override
  public void spawn(String name, @Nullable StackTraceElement site, Task<?> task) {
    requireNonNull(name, "name");
    requireNonNull(task, "task");
    carrier.spawnBeyondBound(site == null ? name : new SpawnSite(name, site), task);
  }
}
