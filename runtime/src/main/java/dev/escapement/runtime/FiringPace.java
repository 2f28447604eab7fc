package dev.escapement.runtime;

/**
 * How many timers may fire before the work that they make is done. What is ready anyway does not
 * stand behind a burst for long: a batch of firings is meant to take a quantum, or as long as all
 * others have taken since the batch before, so that slow polls do not hold back the timers either.
 * A burst begins slowly, since nobody knows what its work costs. What is due and has not fired
 * keeps its place in the heap.
 *
 * <p>Work is done first in, first out, so a batch is a stretch of it: the clock is read where it
 * begins and where it ends. Confined to the carrier.
 */
final class FiringPace {
  static final int LEAST = 4;
  private static final int MOST_IN_A_QUANTUM = 256;
  private static final long NOWHERE = Long.MAX_VALUE;

  private final long quantumNanos;
  private int allowed = LEAST;
  private int fired;

  /** Positions in the order of work: of the batch's end, and where the clock is to be read. */
  private long end;

  private long mark = NOWHERE;

  /** How many quanta the others had before this batch; 1 at least. */
  private long quanta = 1;

  private long begunAt;
  private long endedAt;

  FiringPace(long quantumNanos, long now) {
    this.quantumNanos = quantumNanos;
    this.endedAt = now;
  }

  /** Whether the next batch may fire when so much work has been done. */
  boolean isBatchDone(long done) {
    return done >= end;
  }

  /** How many timers the next batch may fire. */
  int allowed() {
    return allowed;
  }

  /** Timers have fired, and what they made stands at these positions. */
  void fired(int timers, long workBegins, long workEnds) {
    fired = timers;
    end = workEnds;
    if (workBegins < workEnds) {
      mark = workBegins;
    } else if (timers > 0 || quanta == 1) {
      allowed = next(0);
    }
  }

  /** Whether {@link #mark} is to be told the time when so much work has been done. */
  boolean isMark(long done) {
    return done == mark;
  }

  void mark(long now) {
    if (mark < end) {
      quanta = Math.max(1, (now - endedAt) / quantumNanos);
      begunAt = now;
      mark = end;
    } else {
      allowed = next(now - begunAt);
      endedAt = now;
      mark = NOWHERE;
    }
  }

  /** The loop has parked: nobody was held back meanwhile. */
  void parked(long now) {
    endedAt = now;
  }

  private int next(long batchNanos) {
    if (fired < allowed && quanta == 1) {
      return LEAST;
    }
    double inTime = (double) fired * quanta * quantumNanos / Math.max(1, batchNanos);
    double most = Math.min(inTime, (double) MOST_IN_A_QUANTUM * quanta);
    return (int) Math.max(LEAST, Math.min(most, 2.0 * fired));
  }
}
