package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field         written by            read by       mode, guard
 *   stripes       creator               any thread    final; see Stripe
 *   crowded       producers, carrier    any thread    volatile: a late one costs a wake-up
 *   horizon       producers, carrier    any thread    see there
 *   the others    carrier               carrier       plain, confined
 * Ordering
 *   E1  If the registration of A has returned before that of B began, the carrier takes A first. In one stripe the place of A
 *       is before that of B. In two, by their stamps, which are readings of the clock from before the place was claimed:
 *         stamp of whatever is before A in its stripe < claim of A < stamp of B,
 *       so to merge the stripes by their first stamps takes A before B. And B is not taken without A: what is marked is taken
 *       only if its stamp is no later than a reading of the clock from before the marks; then A was claimed before that
 *       reading, and is marked. The stamps are not looked at if all that is marked is in one stripe, and the others are still
 *       empty after that: then no A of another stripe was claimed before a B that is marked.
 *       If the stripes of one side alone are marked, nothing on the other one has to be taken before it (Horizon, E1).
 *       This asks of the clock that it never goes back, and moves on while one thread hands over to another. With another clock
 *       than the system's (it may be virtual) there is one stripe.
 * Evidence   ArrivalsTest. Race: TwoRegistrarsRace (E1)
 */
/**
 * The timers that other threads have armed or reset, in the order of their registration, striped by
 * thread, so that threads which do so at the same time do not write to the same cache lines. What
 * is not urgent an idle loop leaves alone, and of many what is far: who cancels most timers soon
 * has withdrawn them by the time the loop looks. With one stripe there is no far side.
 */
final class Arrivals {
  /** So many may stand in a stripe that are near, though not urgent, before an idle loop looks. */
  static final int UNATTENDED = 4096;

  private static final int MOST_STRIPES = 8;

  final Stripe[] stripes;

  /** So many may come at least before an idle loop takes them. */
  final int least;

  /** How many stripes, the first ones, are for what is near; as many follow for what is far. */
  private final int near;

  final Horizon horizon = new Horizon();
  private int from;
  private int to;
  private long until;
  private boolean pending;
  private boolean cut;

  /** Whether the stamps count for what is marked (E1). */
  private boolean merges;

  private volatile boolean crowded;

  Arrivals(boolean striped, int bound) {
    // With a bound the loop takes all: nothing that a sweep left would make it look again.
    near = striped && bound == Integer.MAX_VALUE ? stripesByProcessors() : 1;
    stripes = new Stripe[near == 1 ? 1 : 2 * near];
    for (int i = stripes.length - 1; i >= 0; i--) {
      stripes[i] = i + near < stripes.length ? new Stripe(stripes[i + near]) : new Stripe();
    }
    least = Math.min(UNATTENDED, bound / 4);
    allowMore();
  }

  /** A power of two, so large that two threads most likely have different stripes. */
  private static int stripesByProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(MOST_STRIPES, 2 * Integer.highestOneBit(2 * processors - 1));
  }

  /** Whether there are several stripes, so that registrations need the time. */
  boolean isStriped() {
    return stripes.length > 1;
  }

  /** The stripe of the calling thread. */
  Stripe stripe() {
    return stripes[(int) Thread.currentThread().threadId() & (near - 1)];
  }

  /** Any thread: whether a timer with that deadline stands where the loop need not look soon. */
  boolean isFar(long deadline) {
    return horizon.isFar(deadline);
  }

  /**
   * Any thread: hands a timer over, on the side on which it belongs (Horizon, E1). Returns whether
   * the loop is to look though the timer is not urgent.
   */
  boolean offer(Timer timer, long deadline, Stripe stripe, long time, boolean isNew) {
    boolean far = horizon.isFar(deadline);
    boolean full = (far ? stripe.far() : stripe).offer(timer, time, isNew);
    if (far != horizon.isFar(deadline)) {
      horizon.doubt();
      return true;
    }
    if (far || !full) {
      return false;
    }
    if (isStriped()) {
      horizon.open(time);
    }
    return true;
  }

  /**
   * Any thread: the deadline of a timer that was handed over is another now. Returns whether the
   * loop is to look though that is not urgent.
   */
  boolean moved(long deadline) {
    return horizon.doubtIfNear(deadline);
  }

  /** Any thread, if there are too many: whether it is the one to wake the loop for it. */
  boolean crowd() {
    if (crowded) {
      return false;
    }
    crowded = true;
    return true;
  }

  boolean isCrowded() {
    return crowded;
  }

  /** Any thread: how many have not been taken, among them those that were withdrawn. */
  int depth() {
    long depth = 0;
    for (Stripe stripe : stripes) {
      depth += stripe.depth();
    }
    return (int) Math.min(Integer.MAX_VALUE, depth);
  }

  /** The carrier: whether there is nothing to take. */
  boolean isEmpty() {
    for (Stripe stripe : stripes) {
      if (!stripe.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The carrier: all that is here now is taken, whatever the order. For the end. */
  void markAll() {
    mark(0, stripes.length, Deadlines.NEVER);
  }

  /**
   * The carrier: of what is here now, what is near and was registered up to then may be taken; or
   * all that is here, if it is time for that.
   */
  void mark(long now, boolean draining, TimeSource time) {
    mark(0, near, now);
    if (horizon.isReached(now, draining)) {
      horizon.look(now, draining, offeredFar(), least);
      mark(0, stripes.length, time.nanoTime());
    }
  }

  private long offeredFar() {
    long offered = 0;
    for (int i = near; i < stripes.length; i++) {
      offered += stripes[i].offered();
    }
    return offered;
  }

  /** The carrier: from when on it is to {@link #sweepFar}. */
  long nextSweep() {
    return horizon.nextSweep();
  }

  /** The carrier, when it has taken what was marked: takes at most so many of what is far. */
  void sweepFar(long now, int most, Consumer<? super Timer> to) {
    mark(near, stripes.length, now);
    if (!horizon.isUncertain()) {
      take(most, to);
      if (!pending) {
        horizon.swept();
      }
    }
    pending = false;
  }

  private void mark(int from, int to, long latest) {
    this.from = from;
    this.to = to;
    Stripe only = null;
    int several = 0;
    for (int i = from; i < to; i++) {
      if (stripes[i].mark()) {
        only = stripes[i];
        several++;
      }
    }
    cut = false;
    pending = several > 0;
    merges = latest != Deadlines.NEVER && (several > 1 || (several == 1 && !isEmptyBut(only)));
    until = Stripe.stamp(latest + 1);
  }

  private boolean isEmptyBut(@Nullable Stripe only) {
    for (int i = from; i < to; i++) {
      if (stripes[i] != only && !stripes[i].isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The carrier: whether all has been taken that was marked, and allowed. */
  boolean isCaughtUp() {
    return !pending;
  }

  /** The carrier: whether something that was marked was registered too late to be taken. */
  boolean isCut() {
    return cut;
  }

  /** The carrier: takes at most so many timers of the marked ones, in their order (E1). */
  void take(int atMost, Consumer<? super Timer> taker) {
    int left = atMost;
    while (pending && left > 0) {
      Stripe first = null;
      long second = until - 1;
      for (int i = from; i < to; i++) {
        Stripe stripe = stripes[i];
        if (stripe.hasNext()) {
          if (first == null) {
            first = stripe;
          } else if (stripe.nextStamp() - first.nextStamp() < 0) {
            second = earlier(second, first.nextStamp());
            first = stripe;
          } else {
            second = earlier(second, stripe.nextStamp());
          }
        }
      }
      cut = first != null && merges && first.nextStamp() - until >= 0;
      if (first == null || cut) {
        pending = false;
      } else {
        do {
          taker.accept(first.take());
          left--;
        } while (left > 0 && first.hasNext() && (!merges || first.nextStamp() - second <= 0));
      }
    }
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** The carrier: shows what was taken. Returns how many of it had been withdrawn. */
  int publish() {
    int passed = 0;
    for (Stripe stripe : stripes) {
      passed += stripe.publish();
    }
    return passed;
  }

  /** The carrier, about to idle: from now on so many may come that are near, and not urgent. */
  void allowMore() {
    for (int i = 0; i < near; i++) {
      stripes[i].allow(least);
    }
    crowded = false;
  }

  /** Any thread: shows the timers that stand here now, without taking them. */
  void peek(Consumer<? super Timer> viewer) {
    for (Stripe stripe : stripes) {
      stripe.peek(viewer);
    }
  }
}
