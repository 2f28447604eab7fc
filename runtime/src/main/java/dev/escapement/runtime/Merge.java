package dev.escapement.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   all fields   carrier   carrier   plain, confined
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
 * Evidence   MergeTest. Race: TwoRegistrarsRace (E1)
 */
/** Takes timers from several stripes in the order of their registration. */
final class Merge {
  private final Stripe[] stripes;
  private long until;
  private boolean pending;
  private boolean cut;

  /** Whether the stamps count for what is marked (E1). */
  private boolean merges;

  Merge(Stripe[] stripes) {
    this.stripes = stripes;
  }

  /** What is here now, and was registered up to then, may be taken. */
  void mark(long latest) {
    mark(latest, false);
  }

  /** The same, and nothing that was registered later, even if it is all in one stripe. */
  void markStrictly(long latest) {
    mark(latest, true);
  }

  /** For the end, when all is taken and the order does not matter. */
  void markAll() {
    mark(Deadlines.NEVER, false);
    merges = false;
  }

  private void mark(long latest, boolean strictly) {
    Stripe only = null;
    int several = 0;
    for (Stripe stripe : stripes) {
      if (stripe.mark()) {
        only = stripe;
        several++;
      }
    }
    cut = false;
    pending = several > 0;
    merges = several > 1 || (several == 1 && (strictly || !isEmptyBut(only)));
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

  /** Whether there may be something that was marked, and not taken yet. */
  boolean isPending() {
    return pending;
  }

  /** Whether something that was marked was registered too late to be taken. */
  boolean isCut() {
    return cut;
  }

  /** Takes at most so many of what is marked, in their order (E1). */
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
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
