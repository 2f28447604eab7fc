package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Ownership
 *   allowed, rangAt,   the carrier    the carrier    plain, confined
 *   wokenFor
 * Evidence   SystemTimeTest, ParkPaceTest, TimerAdvanceTest
 */
/** Real time, and a park that ends near the deadline. */
class SystemTime implements TimeSource {
  private static final long LONGEST_PARK = TimeUnit.HOURS.toNanos(1);

  /**
   * The least time between two wake-ups in the long run, by mode, and how many may come without it.
   * A wake-up by a deadline costs the processor far more than the timers that fire in it do.
   */
  static final long PRECISE_GAP = 55_000;

  static final long ECONOMY_GAP = 500_000;
  private static final int CREDIT = 8;

  /** Work is much if it takes longer than this part of a gap. */
  private static final int MUCH = 4;

  private static final long NOT = Long.MIN_VALUE;

  private final long origin = System.nanoTime();
  private final long gap;
  private final TimerAdvance advance;
  private long allowed;

  /** When the last wait ended by itself; not, if a message ended it. */
  private long rangAt = NOT;

  /** The deadline for which the last park that ended by itself was. */
  private long wokenFor = NOT;

  SystemTime(LagMode mode) {
    this.gap =
        switch (mode) {
          case PRECISE -> PRECISE_GAP;
          case ECONOMY -> ECONOMY_GAP;
          case SPIN -> 0;
        };
    this.advance =
        switch (mode) {
          // With one processor a spin would keep out whoever else could make use of it.
          case PRECISE ->
              Runtime.getRuntime().availableProcessors() == 1
                  ? TimerAdvance.none()
                  : TimerAdvance.ofHalf();
          case ECONOMY -> TimerAdvance.none();
          case SPIN -> TimerAdvance.ofNearlyAll();
        };
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
  public final boolean isVirtual() {
    return false;
  }

  @Override
  public final void unpark(Thread carrier) {
    LockSupport.unpark(carrier);
  }

  /** The system's own park, which may end late, and early for any reason. */
  void parkNanos(long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  /**
   * Parks until some time ahead of the deadline, and returns: the turn that follows fetches the
   * loop into the processor's caches, which may have lost it meanwhile. The next call for the same
   * deadline spins away what is left.
   *
   * <p>Bounds the rate of wake-ups while timers come densely: each wake-up by a deadline uses up
   * one gap of a credit that refills with time (the generic cell rate algorithm), and two gaps if
   * there was much to do at it. A spin uses up its length, whatever ended it, and one gap if no
   * wake-up for its deadline was before it. Timers that are far apart never notice; none is held
   * back by more than two gaps and the advance. One that is held back needs no advance: the credit
   * evens out how long the park takes to end.
   */
  @Override
  public final void park(long deadlineNanos, BooleanSupplier woken) {
    if (deadlineNanos == wokenFor) {
      pay(spinUntil(deadlineNanos, woken));
      return;
    }
    long now = nanoTime();
    if (rangAt != NOT && now - rangAt > gap / MUCH) {
      allowed += gap;
    }
    long until = Math.max(deadlineNanos, allowed - CREDIT * gap);
    long early = until == deadlineNanos ? until - advance.nanos() : until;
    if (early <= now) {
      pay(gap + spinUntil(until, woken));
      return;
    }
    parkNanos(Math.min(early - now, LONGEST_PARK));
    now = nanoTime();
    boolean byMessage = woken.getAsBoolean();
    if (now < early || (now < until && byMessage)) {
      rangAt = NOT;
      return;
    }
    if (!byMessage) {
      advance.parkEnded(now - early);
    }
    rangAt = now;
    wokenFor = deadlineNanos;
    pay(gap);
  }

  private void pay(long nanos) {
    if (gap > 0) {
      allowed = Math.max(allowed, nanoTime()) + nanos;
    }
  }

  /** Returns for how long; a stop of the machine that lasts beyond the deadline is no spin. */
  private long spinUntil(long deadline, BooleanSupplier woken) {
    long start = nanoTime();
    long now = start;
    while (now < deadline && !woken.getAsBoolean()) {
      Thread.onSpinWait();
      now = nanoTime();
    }
    rangAt = now >= deadline ? now : NOT;
    return Math.max(0, Math.min(now, deadline) - start);
  }
}
