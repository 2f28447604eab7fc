package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/*
 * Ownership
 *   field       written by                          read by       mode, guard
 *   at          carrier; a producer, from NEVER     any thread    volatile, compare-and-set                          [E1]
 *   inDoubt     producers; carrier                  carrier       volatile                                           [E1]
 *   known,      carrier                             carrier       plain, confined
 *   swept,
 *   offered
 * Ordering
 *   E1  What stands on the far side, and is due by the horizon, is not missed. producer: read at, claim a place on the far side,
 *       then read at again, and after that the deadline, which others may move (Timer, E1): set inDoubt if the timer is near now.
 *       carrier: mark the near side, look at inDoubt; if it is set, or to move the horizon: clear inDoubt, move at, then read the
 *       clock, then mark both sides. So such a timer was either claimed before at was moved, hence before that reading, and is taken
 *       with what was marked then, in the order of registration; or it has set inDoubt before its registration returned, and whatever
 *       is marked on the near side that was registered later is not taken without it. And it fires in time: nothing fires that is due
 *       after the horizon. (Who moves the deadline of a timer that is under way stores it, then reads at, and sets inDoubt if it is
 *       near. If it sees no horizon there, and the producer sees one, that was opened later; so the producer sees the deadline, too.)
 *   E2  What stands on the near side, and is due after the horizon, is not overtaken: the carrier knows the horizon, marks the far
 *       side, then the near one, and takes from the far one only after that, and only what was registered up to a reading of the clock
 *       from before both. (Where it marks both to take them together, they are merged.) So what was registered before that was claimed
 *       before that reading, and is taken first.
 * Evidence   HorizonTest, ArrivalsTest, FarTimersTest. Races: HorizonRace (E1, E2), FarResetRace (E1)
 */
/**
 * How far the loop sees while timers come thick and fast. What is due beyond the horizon goes to a
 * side of its own, which the loop leaves alone until half of the way: who arms is not held up by
 * it, what is cancelled by then costs it nothing, and what is due soon need not wait for the rest
 * (but if more come than the loop can take until it reaches the horizon). While few timers come
 * there is no horizon, and all are near.
 */
final class Horizon {
  static final long SPAN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final VarHandle AT = Fields.find(MethodHandles.lookup(), "at", long.class);

  private volatile long at = Deadlines.NEVER;
  private volatile boolean inDoubt;
  private long known = Deadlines.NEVER;
  private boolean swept;
  private long offered;

  /** Any thread: the latest deadline that is near; never, if all are. */
  long at() {
    return at;
  }

  /** Any thread: on which side a timer with that deadline belongs. */
  boolean isFar(long deadline) {
    return deadline > at;
  }

  /** Any thread: from now on there is a horizon, if there was none. */
  void open(long now) {
    if (at == Deadlines.NEVER) {
      AT.compareAndSet(this, Deadlines.NEVER, now + SPAN);
    }
  }

  /** Any thread: whether there is a horizon, and a timer with that deadline is due by then. */
  boolean isWithin(long deadline) {
    long at = this.at;
    return at != Deadlines.NEVER && deadline <= at;
  }

  /** Any thread: what stands on the far side may be near. */
  void doubt() {
    inDoubt = true;
  }

  /** The carrier, before it marks: goes by what has been opened. Returns when it is to sweep. */
  long adopt() {
    known = at;
    return sweepOfKnown();
  }

  private long sweepOfKnown() {
    return known == Deadlines.NEVER ? known : known - SPAN / 2;
  }

  /** The carrier: from when on it is to sweep the far side; at once if it does not know yet. */
  long nextSweep() {
    return at == known ? sweepOfKnown() : Long.MIN_VALUE;
  }

  /** The carrier, when it has marked the near side: whether it must mark both at that time. */
  boolean isReached(long now, boolean draining) {
    return inDoubt || isToMove(now, draining);
  }

  private boolean isToMove(long now, boolean draining) {
    return known != Deadlines.NEVER && (now >= known || swept || draining);
  }

  /**
   * The carrier, before it marks both sides, and before it reads the clock for that: moves the
   * horizon once it is reached, or takes it away if nobody needs it. To be told are how many timers
   * were ever offered to the far side, and how many make it worth while. Returns whether it has
   * moved.
   */
  boolean look(long now, boolean draining, long offered, int worthwhile) {
    inDoubt = false;
    boolean moves = isToMove(now, draining);
    if (moves) {
      boolean goesOn = !draining && offered - this.offered > worthwhile;
      at = goesOn ? now + SPAN : Deadlines.NEVER;
      this.offered = offered;
    }
    known = at;
    swept = false;
    return moves;
  }

  /** The carrier: all has been taken from the far side that was marked there. */
  void swept() {
    swept = true;
  }
}
