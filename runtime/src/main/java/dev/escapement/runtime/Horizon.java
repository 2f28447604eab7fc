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
 *   E1  producer: read at, put the timer on the side which that tells, claim its place there; then read at again, and set
 *       inDoubt if it tells the other side now.  carrier: clear inDoubt, move at (or find it moved), and only then read the
 *       clock for the marks, and mark both sides. A timer that was put on a side by an older value of at than the carrier's is
 *       therefore either claimed before that reading, and taken with what was marked then, in the order of registration; or it
 *       has set inDoubt before its registration returned. The carrier looks at inDoubt after each marking of one side alone:
 *       it takes nothing of what is marked without a timer in doubt that was registered before it.
 *       So in what is taken from the near side alone, and in what fires, nothing is behind something on the far side: what is
 *       there, and was registered, has a deadline beyond the horizon, or both sides are looked at first.
 * Evidence   HorizonTest, FarTimersTest. Race: HorizonRace (E1)
 */
/**
 * How far the loop sees while timers come thick and fast. What is due beyond the horizon goes to a
 * side of its own, which the loop leaves alone until half of the way: who arms is not held up by
 * it, what is cancelled by then costs it nothing, and what is due soon never waits for the rest.
 * While few timers come there is no horizon, and all are near.
 */
final class Horizon {
  static final long SPAN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final VarHandle AT = Fields.find(MethodHandles.lookup(), "at", long.class);

  private volatile long at = Deadlines.NEVER;
  private volatile boolean inDoubt;
  private long known = Deadlines.NEVER;
  private boolean swept;
  private long offered;

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

  /** Any thread: a timer may stand on the wrong side. */
  void doubt() {
    inDoubt = true;
  }

  /** Any thread: the same for one that may be far, and belongs to the near ones now. */
  boolean doubtIfNear(long deadline) {
    long at = this.at;
    boolean doubtful = at != Deadlines.NEVER && deadline <= at;
    if (doubtful) {
      inDoubt = true;
    }
    return doubtful;
  }

  /** The carrier: from when on it is to sweep the far side. */
  long nextSweep() {
    long at = this.at;
    if (at != known) {
      return Long.MIN_VALUE; // a look comes first
    }
    return at == Deadlines.NEVER ? at : at - SPAN / 2;
  }

  /** The carrier, after it has marked one side: whether it must mark both. */
  boolean isUncertain() {
    return inDoubt || at != known;
  }

  /** The carrier: whether it must mark both sides at that time. */
  boolean isReached(long now, boolean draining) {
    return isUncertain() || now >= at || (at != Deadlines.NEVER && (swept || draining));
  }

  /**
   * The carrier, before it marks both sides, and before it reads the clock for that: moves the
   * horizon once it is reached, or takes it away if nobody needs it. To be told are how many timers
   * were ever offered to the far side, and how many make it worth while.
   */
  void look(long now, boolean draining, long offered, int worthwhile) {
    inDoubt = false;
    long at = this.at;
    if (at != Deadlines.NEVER && (now >= at || swept || draining)) {
      boolean goesOn = !draining && offered - this.offered > worthwhile;
      this.at = goesOn ? now + SPAN : Deadlines.NEVER;
      this.offered = offered;
    }
    known = this.at;
    swept = false;
  }

  /** The carrier: all has been taken from the far side that was marked there. */
  void swept() {
    swept = true;
  }
}
