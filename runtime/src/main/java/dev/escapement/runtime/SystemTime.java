package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/*
 * Ownership
 *   allowed, rangAt    the carrier    the carrier    plain, confined
 * Evidence   SystemTimeTest, ParkPaceTest, TimerAdvanceTest
 */
/** Real time, and a park that ends near the deadline. */
class SystemTime implements TimeSource {
  private static final long LONGEST_PARK = TimeUnit.HOURS.toNanos(1);

  /**
   * The least time between two wake-ups in the long run, by mode, and how many may come without it.
   * A wake-up by a deadline costs the processor far more than the timers that fire in it do.
   */
  static final long PRECISE_GAP = 60_000;

  static final long ECONOMY_GAP = 300_000;
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

  @Override
  public final void park(long deadlineNanos, BooleanSupplier woken) {
    switch (mode) {
      case ECONOMY -> parkSpaced(deadlineNanos, ECONOMY_GAP, woken);
      case PRECISE -> parkSpaced(deadlineNanos, PRECISE_GAP, woken);
      case SPIN -> {
        var _ = waitUntil(deadlineNanos, advance.nanos(), woken);
      }
    }
  }

  /**
   * Bounds the rate of wake-ups while timers come densely: each wake-up by a deadline uses up one
   * gap of a credit that refills with time (the generic cell rate algorithm), and two gaps if there
   * was much to do at it. A spin uses up its length and one gap, whatever ended it. Timers that are
   * far apart never notice; none is held back by more than two gaps and the advance. One that is
   * held back needs no advance: the credit evens out how long the park takes to end.
   */
  private void parkSpaced(long deadline, long gap, BooleanSupplier woken) {
    if (rangAt != NOT && nanoTime() - rangAt > gap / MUCH) {
      allowed += gap;
    }
    long until = Math.max(deadline, allowed - CREDIT * gap);
    long spun = waitUntil(until, until == deadline ? advance.nanos() : 0, woken);
    long now = nanoTime();
    boolean rang = now >= until;
    rangAt = rang ? now : NOT;
    if (rang || spun > 0) {
      allowed = Math.max(allowed, now) + gap + spun;
    }
  }

  /**
   * Parks until so much ahead of a deadline, and spins away what is left until that. Returns how
   * long it spun, which is not longer than that; a stop of the machine meanwhile is no spin.
   */
  private long waitUntil(long deadline, long ahead, BooleanSupplier woken) {
    long early = deadline - ahead;
    long now = nanoTime();
    if (early > now) {
      parkNanos(Math.min(early - now, LONGEST_PARK));
      now = nanoTime();
      if (now < early || woken.getAsBoolean()) {
        return 0;
      }
      advance.parkEnded(now - early);
    }
    long start = now;
    while (now < deadline && !woken.getAsBoolean()) {
      Thread.onSpinWait();
      now = nanoTime();
    }
    return Math.min(now - start, ahead);
  }
}
