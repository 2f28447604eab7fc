package dev.escapement.runtime;

import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.TimeSource;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field        written by    read by    mode, guard
 *   alarm,       carrier       carrier    plain, confined
 *   waitedFor
 * Ordering
 *   E1  carrier: announce that it idles (Inbox.nextWake), look at life, park.  closer: set life, then look at nextWake, and
 *       unpark. Both volatile: no loop sleeps on in a closed runtime. For what stands in the inbox see Inbox, E2 and E3.
 * Evidence   SweepTest, SleepCancelTimingTest, DrainTest, CloseTest. Race: CloseAgainstParkRace (E1)
 */
/**
 * What the loop does when there is nothing to do: it parks until the next deadline, or until
 * somebody hands over what is urgent, or much.
 */
final class Idling {
  private static final long NOT = Long.MIN_VALUE;

  private final Carrier carrier;
  private final Inbox inbox;
  private final TimerHeap timers;
  private final Counters counters;
  private final Life life;
  private final TimeSource time;
  private final @Nullable Director director;
  private long alarm = Deadlines.NEVER;
  private long waitedFor = NOT;

  Idling(Carrier carrier) {
    this.carrier = carrier;
    this.inbox = carrier.inbox;
    this.timers = carrier.timers;
    this.counters = carrier.counters;
    this.life = carrier.life;
    this.time = carrier.time;
    this.director = carrier.director;
  }

  /**
   * A timer with that deadline was cancelled elsewhere. The loop still wakes at the earliest
   * deadline that it hears of so, once, so that those who schedule and cancel again and again need
   * not wake it each time for what is the first timer then. Of timers that were withdrawn it hears
   * only that some were, and of the last deadline for which it was woken.
   */
  void keepAlarm(long deadline) {
    if (deadline < alarm && deadline > carrier.turnNanos() && director == null) {
      alarm = deadline;
    }
  }

  /** Parks, unless there is something to do, and returns when there may be. */
  void idle() {
    long now = carrier.turnNanos();
    boolean draining = life.isDraining();
    if (alarm <= now) {
      alarm = Deadlines.NEVER;
    }
    long until = Math.min(Math.min(timers.firstDeadline(), alarm), inbox.nextSweep());
    if (director != null) {
      until = Math.min(director.firingTime(until), carrier.ready.nextTime());
    }
    if (draining) {
      until = Math.min(until, life.drainUntil());
    }
    if (until <= now) {
      return; // more is due than one turn fires, or it is time for what is far
    }
    carrier.publish();
    inbox.announceIdle(until);
    // A close that came after the look at draining has found the loop awake, and woken nobody.
    // After a forced one nothing is taken any more: that is left to who runs the hooks still owed.
    boolean asBefore = draining == life.isDraining() && until <= life.drainUntil();
    if (asBefore && !carrier.mustAct() && nothingUrgentCame(until) && !carrier.mustAct()) {
      do {
        park(until);
      } while (goesOnIdling(until));
    }
    inbox.announceAwake();
  }

  private void park(long until) {
    long start = time.nanoTime();
    counters.parking(start);
    time.park(until, this::isAwaited);
    // A wait that was divided shortly before its deadline counts once.
    boolean restOfAWait = until == waitedFor && until - start < TimerAdvance.LONGEST;
    if (!restOfAWait) {
      counters.parked();
    }
    waitedFor = isAwaited() ? NOT : until;
    counters.awake(time.nanoTime());
  }

  /** Whether the park has ended for no reason; one that ends ahead of the deadline wants a turn. */
  private boolean goesOnIdling(long until) {
    return director == null
        && !isAwaited()
        && !life.isClosed()
        && !Thread.currentThread().isInterrupted()
        && time.nanoTime() < until - TimerAdvance.LONGEST;
  }

  /**
   * Looks again, after the announcement. What was offered before it is taken now (Inbox, E2); what
   * comes later wakes the loop by itself if it is urgent, so a stream of timers that are not, and
   * of cancels, keeps nobody awake.
   */
  private boolean nothingUrgentCame(long until) {
    if (inbox.isEmpty()) {
      return inbox.nextSweep() >= until;
    }
    if (director != null) {
      return false;
    }
    long first = timers.firstDeadline();
    inbox.mark(time.nanoTime());
    takeMarked(until);
    if (inbox.isCut()) { // came after the announcement, unless two processors' clocks disagree
      inbox.mark(time.nanoTime());
      takeMarked(until);
    }
    return inbox.isIdle()
        && inbox.isCaughtUp()
        && carrier.ready.isEmpty()
        && timers.firstDeadline() >= first
        && inbox.nextSweep() >= until;
  }

  /** While nothing urgent comes, nothing gets ready, and the deadline has not passed. */
  private void takeMarked(long until) {
    do {
      inbox.take(Carrier.MESSAGES_PER_TURN);
      carrier.publish();
    } while (!inbox.isCaughtUp()
        && inbox.isIdle()
        && carrier.ready.isEmpty()
        && time.nanoTime() < until);
  }

  /**
   * In a simulation nothing may wait while the clock moves on; else only what is urgent wakes, and
   * what is too many.
   */
  private boolean isAwaited() {
    return !inbox.isIdle() || inbox.isCrowded() || (director != null && !inbox.isEmpty());
  }
}
