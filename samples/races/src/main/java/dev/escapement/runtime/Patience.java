package dev.escapement.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/*
 * Ownership
 *   nanos   whoever has waited in vain   any actor   volatile: it is a race's only one, and more than one may shorten it
 */
/**
 * How long a race waits before it says that a thread sleeps on. Long at first, since a slow machine
 * must not look like a lost wake-up; short once one was lost, since that decides the race.
 */
public final class Patience {
  private static final long LONG = TimeUnit.SECONDS.toNanos(3);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

  private volatile long nanos = LONG;

  /** As long as it is by now. */
  public long nanos() {
    return nanos;
  }

  /** Waits until something is so; returns whether it has waited in vain. */
  public boolean endsBefore(BooleanSupplier something) {
    long start = System.nanoTime();
    while (!something.getAsBoolean()) {
      if (ended(start, nanos)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Whether so much time has passed since then, in vain. */
  public boolean ended(long start, long limit) {
    boolean ended = System.nanoTime() - start >= limit;
    if (ended) {
      nanos = SHORT;
    }
    return ended;
  }
}
