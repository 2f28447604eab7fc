package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Ownership
 *   allowed, rangAt, advance    the carrier    the carrier    plain, confined
 */
/** Real time, and a park that ends near the deadline. */
final class SystemTime implements TimeSource {
  private static final long LONGEST_PARK = TimeUnit.HOURS.toNanos(1);

  /**
   * The least time between two wake-ups in the long run, by mode, and how many may come without it.
   * A wake-up by a deadline costs the processor far more than the timers that fire in it do.
   */
  private static final long PRECISE_GAP = 60_000;

  private static final long ECONOMY_GAP = 300_000;
  private static final int CREDIT = 8;

  /** Work is much if it takes longer than this part of a gap. */
  private static final int MUCH = 4;

  private static final long NOT = Long.MIN_VALUE;

  private final long origin = System.nanoTime();
  private final LagMode mode;
  private final TimerAdvance advance;
  private long allowed;
  private long rangAt = NOT;

  SystemTime(LagMode mode) {
    this.mode = mode;
    this.advance = mode == LagMode.SPIN ? TimerAdvance.ofNearlyAll() : TimerAdvance.ofHalf();
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
      case ECONOMY -> parkSpaced(deadlineNanos, ECONOMY_GAP, woken);
      case PRECISE -> parkSpaced(deadlineNanos, PRECISE_GAP, woken);
      case SPIN -> parkAhead(deadlineNanos, woken);
    }
  }

  /**
   * Bounds the rate of wake-ups while timers come densely: each wake-up by a deadline uses up one
   * gap of a credit that refills with time (the generic cell rate algorithm), and two gaps if there
   * was much to do at it. Timers further apart than that never notice; none is held back by more
   * than two gaps.
   */
  private void parkSpaced(long deadline, long gap, BooleanSupplier woken) {
    if (rangAt != NOT && nanoTime() - rangAt > gap / MUCH) {
      allowed += gap;
    }
    long until = Math.max(deadline, allowed - CREDIT * gap);
    // A park that is held back anyway need not end to the microsecond: the credit evens it out.
    if (mode == LagMode.PRECISE && until == deadline) {
      parkAhead(deadline, woken);
    } else {
      parkUntil(until);
    }
    long now = nanoTime();
    rangAt = NOT;
    if (now >= until) {
      rangAt = now;
      allowed = Math.max(allowed, now) + gap;
    }
  }

  /**
   * Ends the park ahead of the deadline, and spins until that: for no longer than a park would have
   * taken to end.
   */
  private void parkAhead(long deadline, BooleanSupplier woken) {
    long early = deadline - advance.nanos();
    if (early > nanoTime()) {
      parkUntil(early);
      long late = nanoTime() - early;
      if (late < 0) {
        return;
      }
      advance.parkEnded(late);
    }
    while (nanoTime() < deadline && !woken.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private void parkUntil(long deadline) {
    long nanos = Math.min(deadline - nanoTime(), LONGEST_PARK);
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
