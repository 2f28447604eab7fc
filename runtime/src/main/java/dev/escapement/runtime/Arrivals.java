package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/*
 * Ownership
 *   near, far      creator               any thread    final; see Stripe
 *   crowded        producers, carrier    any thread    volatile: a late one costs a wake-up
 *   horizon        producers, carrier    any thread    see there
 *   the others     carrier               carrier       plain, confined; see Merge
 * Ordering   Merge E1 within what is taken together; Horizon E1 and E2 between the sides
 * Evidence   ArrivalsTest, SweepTest, FarTimersTest. Races: TwoRegistrarsRace, HorizonRace, FarResetRace
 */
/**
 * The timers that other threads have armed or reset, in the order of their registration, striped by
 * thread, so that threads which do so at the same time do not write to the same cache lines. What
 * is not urgent an idle loop leaves alone, and of many what is far: who cancels most timers soon
 * has withdrawn them by the time the loop looks. With one stripe there is no far side.
 */
final class Arrivals {
  /** So many may come in a stripe that are near, though not urgent, before the loop has to look. */
  static final int UNATTENDED = 4096;

  private static final int MOST_STRIPES = 8;

  final Stripe[] near;
  private final Stripe[] far;

  /** Those of both sides. */
  private final Stripe[] stripes;

  /** So many may come before there is a horizon, or an idle loop takes them. */
  final int least;

  final Horizon horizon = new Horizon();
  private final Merge nearOnes;
  private final Merge farOnes;
  private final Merge both;

  /** What is to be taken: near ones, or both. */
  private Merge current;

  /** Whether the horizon has moved before both were marked. */
  private boolean moved;

  /** Whether far ones are to be taken after that. */
  private boolean sweeping;

  private volatile boolean crowded;

  Arrivals(boolean striped, int bound) {
    // With a bound the loop takes all: nothing that it left would make it look again.
    int count = striped && bound == Integer.MAX_VALUE ? stripesByProcessors() : 1;
    far = new Stripe[count == 1 ? 0 : count];
    Arrays.setAll(far, i -> new Stripe());
    near = new Stripe[count];
    Arrays.setAll(near, i -> count == 1 ? new Stripe() : new Stripe(far[i]));
    stripes = Stream.of(near, far).flatMap(Stream::of).toArray(Stripe[]::new);
    nearOnes = new Merge(near);
    farOnes = new Merge(far);
    both = new Merge(stripes);
    current = nearOnes;
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
    return near.length > 1;
  }

  /** The stripe of the calling thread. */
  Stripe stripe() {
    return near[(int) Thread.currentThread().threadId() & (near.length - 1)];
  }

  /** Any thread: whether a timer with that deadline stands where the loop need not look soon. */
  boolean isFar(long deadline) {
    return horizon.isFar(deadline);
  }

  /**
   * Any thread: hands a timer over, on the side on which it belongs (Horizon, E1). Returns whether
   * the loop is to look though the timer is not urgent.
   */
  boolean offer(Timer timer, Stripe stripe, long time, boolean isNew) {
    boolean isFar = horizon.isFar(timer.deadlineVolatile());
    boolean full = (isFar ? stripe.far() : stripe).offer(timer, time, isNew);
    if (isFar) {
      long at = horizon.at(); // first: see Horizon, E1
      boolean doubtful = timer.deadlineVolatile() <= at;
      if (doubtful) {
        horizon.doubt();
      }
      return doubtful;
    }
    if (full && isStriped()) {
      horizon.open(time);
    }
    return full;
  }

  /**
   * Any thread: the deadline of a timer that was handed over is another now. Returns whether the
   * loop is to look though that is not urgent.
   */
  boolean moved(long deadline) {
    boolean doubtful = horizon.isWithin(deadline);
    if (doubtful) {
      horizon.doubt();
    }
    return doubtful;
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
    current = both;
    moved = false;
    both.markAll();
  }

  /**
   * The carrier: of what is here now, what is near and was registered up to then may be taken; or
   * all that is here, if it is time for that.
   */
  void mark(long now, boolean draining, TimeSource time) {
    sweeping = now >= horizon.adopt();
    if (sweeping) {
      farOnes.markStrictly(now);
    }
    current = nearOnes;
    nearOnes.mark(now);
    if (horizon.isReached(now, draining)) {
      renewLimits(); // or the next timer would open a horizon again
      moved = horizon.look(now, draining, offeredFar(), least);
      sweeping = false;
      current = both;
      both.mark(time.nanoTime());
    }
  }

  private long offeredFar() {
    long offered = 0;
    for (Stripe stripe : far) {
      offered += stripe.offered();
    }
    return offered;
  }

  /** The carrier: from when on it is to look at what is far, too. */
  long nextSweep() {
    return horizon.nextSweep();
  }

  /** The carrier: whether all has been taken that was marked, and allowed. */
  boolean isCaughtUp() {
    return !current.isPending();
  }

  /**
   * The carrier: whether both sides are being taken since the horizon has moved. Until that has
   * ended it must not arm timers of its own: they could pass what it has put on the far side.
   */
  boolean isTakingBoth() {
    return moved && current == both && both.isPending();
  }

  /** The carrier: whether something that was marked was registered too late to be taken. */
  boolean isCut() {
    return current.isCut();
  }

  /** The carrier: takes at most so many timers of the marked ones, in their order. */
  void take(int atMost, Consumer<? super Timer> to) {
    current.take(atMost, to);
  }

  /**
   * The carrier, when it has caught up: if it is time for that, takes at most so many of what is
   * far. Returns whether it was.
   */
  boolean sweepFar(int atMost, Consumer<? super Timer> to) {
    if (!sweeping) {
      return false;
    }
    farOnes.take(atMost, to);
    if (!farOnes.isPending()) {
      horizon.swept();
    }
    sweeping = false;
    return true;
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
    renewLimits();
    crowded = false;
  }

  private void renewLimits() {
    for (Stripe stripe : near) {
      stripe.allow(least);
    }
  }

  /** Any thread: shows the timers that stand here now, without taking them. */
  void peek(Consumer<? super Timer> viewer) {
    for (Stripe stripe : stripes) {
      stripe.peek(viewer);
    }
  }
}
