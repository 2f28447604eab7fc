package dev.escapement.runtime;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field         written by            read by       mode, guard
 *   stripes       creator               any thread    final; see Stripe
 *   crowded       producers, carrier    any thread    volatile: a late one costs a sweep, or a wake-up
 *   the others    carrier               carrier       plain, confined
 * Ordering
 *   E1  If the registration of A has returned before that of B began, the carrier takes A first. In one stripe the place of A
 *       is before that of B. In two, by their stamps, which are readings of the clock from before the place was claimed:
 *         stamp of whatever is before A in its stripe < claim of A < stamp of B,
 *       so to merge the stripes by their first stamps takes A before B. And B is not taken without A: what is marked is taken
 *       only if its stamp is no later than a reading of the clock from before the marks; then A was claimed before that
 *       reading, and is marked. The stamps are not looked at if all that is marked is in one stripe, and the others are still
 *       empty after that: then no A of another stripe was claimed before a B that is marked.
 *       This asks of the clock that it never goes back, and moves on while one thread hands over to another. With another clock
 *       than the system's (it may be virtual) there is one stripe.
 * Evidence   ArrivalsTest. Race: TwoRegistrarsRace (E1)
 */
/**
 * The timers that other threads have armed or reset, in the order of their registration, striped by
 * thread, so that threads which do so at the same time do not write to the same cache lines. While
 * the loop idles it leaves the newest alone: who cancels most timers soon has withdrawn them by the
 * time the loop looks. With one stripe the loop takes all, and nothing adapts.
 */
final class Arrivals {
  /** So many may come in a stripe before an idle loop takes the older ones; with one stripe all. */
  static final int UNATTENDED = 4096;

  /** The same while most timers are cancelled anyway. */
  private static final int MOST_UNATTENDED = 4 * UNATTENDED;

  private static final int MOST_STRIPES = 8;

  final Stripe[] stripes;

  /** So many may come at least before an idle loop takes them. */
  final int least;

  private int patience;
  private long until;
  private long lastSweep;
  private boolean pending;
  private boolean cut;
  private boolean sweeps;

  /** Whether the stamps count for what is marked (E1). */
  private boolean merges;

  /** What was passed over, taken, and told of as cancelled since the last sweep. */
  private long withdrawn;

  private long taken;
  private long cancelled;
  private volatile boolean crowded;

  Arrivals(boolean striped, int bound) {
    // With a bound the loop takes all: nothing that a sweep left would make it look again.
    stripes = new Stripe[striped && bound == Integer.MAX_VALUE ? stripesByProcessors() : 1];
    Arrays.setAll(stripes, i -> new Stripe());
    least = Math.min(UNATTENDED, bound / 4);
    patience = least;
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
    return stripes[(int) Thread.currentThread().threadId() & (stripes.length - 1)];
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

  /**
   * The carrier: what is here now, and was registered up to then, may be taken. Never is for the
   * end, when all is taken and the order does not matter.
   */
  void mark(long latest) {
    mark(latest, false);
  }

  /**
   * The carrier, while it idles: if too many stand here, what came before the last sweep began may
   * be taken.
   */
  void beginSweep(long now) {
    sweeps = isFull();
    if (sweeps) {
      mark(lastSweep, true);
      lastSweep = now;
    }
  }

  /** The carrier: what was marked and is not taken yet is left as well, and more may come. */
  void endSweep() {
    pending = false;
    if (sweeps) {
      adapt();
      allowMore();
    }
    crowded = false;
    if (isFull()) {
      crowded = true; // who made it so before has seen it crowded, and woken nobody
    }
  }

  private void mark(long latest, boolean older) {
    Stripe only = null;
    int several = 0;
    for (Stripe stripe : stripes) {
      if (older ? stripe.markOlder() : stripe.mark()) {
        only = stripe;
        several++;
      }
    }
    cut = false;
    pending = several > 0;
    merges = latest != Deadlines.NEVER && (several > 1 || (several == 1 && !isEmptyBut(only)));
    until = Stripe.stamp(latest + 1);
  }

  private boolean isEmptyBut(@Nullable Stripe only) {
    for (Stripe stripe : stripes) {
      if (stripe != only && !stripe.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The carrier: whether all has been taken that {@link #mark} saw and allowed. */
  boolean isCaughtUp() {
    return !pending;
  }

  /** The carrier: whether something that was marked was registered too late to be taken. */
  boolean isCut() {
    return cut;
  }

  /** The carrier: takes at most so many timers of the marked ones, in their order (E1). */
  void take(int atMost, Consumer<? super Timer> to) {
    int left = atMost;
    while (pending && left > 0) {
      Stripe first = null;
      long second = until - 1;
      for (Stripe stripe : stripes) {
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
          to.accept(first.take());
          left--;
        } while (left > 0 && first.hasNext() && (!merges || first.nextStamp() - second <= 0));
      }
    }
    taken += atMost - left;
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
    withdrawn += passed;
    return passed;
  }

  /** The carrier: a message has told of a timer that was cancelled elsewhere. */
  void toldOfCancel() {
    cancelled++;
  }

  private boolean isFull() {
    for (Stripe stripe : stripes) {
      if (stripe.isFull()) {
        return true;
      }
    }
    return false;
  }

  /** The carrier, about to idle or idling: from now on so many more may come. */
  void allowMore() {
    for (Stripe stripe : stripes) {
      stripe.allow(patience);
    }
    crowded = false;
  }

  /** More may stand unattended while most of it is cancelled. */
  private void adapt() {
    long passed = withdrawn + taken;
    if (2 * (withdrawn + cancelled) > passed) {
      patience = Math.min(MOST_UNATTENDED, 2 * patience);
    } else if (passed > 0) {
      patience = Math.max(least, patience / 2);
    }
    withdrawn = 0;
    taken = 0;
    cancelled = 0;
  }

  /** Any thread: shows the timers that stand here now, without taking them. */
  void peek(Consumer<? super Timer> viewer) {
    for (Stripe stripe : stripes) {
      stripe.peek(viewer);
    }
  }
}
