package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Ownership
 *   allowed, rangAt, tail    the carrier    the carrier    plain, confined
 */
/** Real time, and a park that ends near the deadline. */
final class SystemTime implements TimeSource {
  private static final long LONGEST_PARK = TimeUnit.HOURS.toNanos(1);

  /**
   * The least time between two wake-ups in the long run, by mode, and how many may come without it.
   * A wake-up by a deadline costs the processor far more than the timers that fire in it do.
   */
  private static final long PRECISE_GAP = 60_000;

  private static final long ECONOMY_GAP = 200_000;
  private static final int CREDIT = 8;

  /** Work is much if it takes longer than this part of a gap. */
  private static final int MUCH = 4;

  private static final long NOT = Long.MIN_VALUE;

  /** The spin tail: at first, and at most. It follows the lateness of parks. */
  private static final long FIRST_TAIL = 60_000;

  private static final long LONGEST_TAIL = 1_000_000;

  private final long origin = System.nanoTime();
  private final LagMode mode;
  private long allowed;
  private long rangAt = NOT;
  private long tail = FIRST_TAIL;

  SystemTime(LagMode mode) {
    this.mode = mode;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() - origin;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public boolean isVirtual() {
    return false;
  }

  @Override
  public void unpark(Thread carrier) {
    LockSupport.unpark(carrier);
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    switch (mode) {
      case ECONOMY -> parkSpaced(deadlineNanos, ECONOMY_GAP);
      case PRECISE -> parkSpaced(deadlineNanos, PRECISE_GAP);
      case SPIN -> spinUntil(deadlineNanos, woken);
    }
  }

  /**
   * Bounds the rate of wake-ups while timers come densely: each wake-up by a deadline uses up one
   * gap of a credit that refills with time (the generic cell rate algorithm), and two gaps if there
   * was much to do at it. Timers further apart than that never notice; none is held back by more
   * than two gaps.
   */
  private void parkSpaced(long deadline, long gap) {
    if (rangAt != NOT && nanoTime() - rangAt > gap / MUCH) {
      allowed += gap;
    }
    long until = Math.max(deadline, allowed - CREDIT * gap);
    parkUntil(until);
    long now = nanoTime();
    rangAt = NOT;
    if (now >= until) {
      rangAt = now;
      allowed = Math.max(allowed, now) + gap;
    }
  }

  private void parkUntil(long deadline) {
    long nanos = Math.min(deadline - nanoTime(), LONGEST_PARK);
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private void spinUntil(long deadline, BooleanSupplier woken) {
    long early = deadline - tail;
    if (early > nanoTime()) {
      parkUntil(early);
      long late = nanoTime() - early;
      if (late > tail) {
        tail = Math.min(LONGEST_TAIL, late + (late >> 2));
      } else if (late >= 0 && late < tail >> 1) {
        tail -= tail >> 6;
      }
    }
    long left = deadline - nanoTime();
    if (left <= LONGEST_TAIL) {
      while (!woken.getAsBoolean() && nanoTime() < deadline) {
        Thread.onSpinWait();
      }
    }
  }
}
