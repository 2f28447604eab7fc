package dev.escapement.runtime.sim;

import dev.escapement.runtime.spi.Director;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field          written by       read by       mode, guard
 *   now            carrier          any thread    volatile
 *   holds          any thread       carrier       concurrent set                                       [E1]
 *   unseen         any thread       any thread    synchronized set
 *   driver         carrier          any thread    volatile                                             [E1]
 *   the rest       the driving thread, which is the carrier while it drives: plain, confined
 * Ordering
 *   E1  holder: hand the result over (through the inbox), take the hold out, unpark.  carrier: read the holds, then the inbox,
 *       and jump only if both are empty. So what a hold stood for is in the inbox before the clock moves. While it waits for
 *       holds it reads them again before each park, so that the last unpark is not missed; driver is set before the first look.
 * Evidence   SimulationTest, DriveTest, HoldTest, SeedsTest. Race: HoldEndRace (E1)
 */
/** The clock of a simulation, and what a simulation decides. */
final class VirtualTime implements Director {
  /** Why a verb came to its end. */
  sealed interface Stop {
    /** The condition holds. */
    record Done() implements Stop {}

    /** Nothing more happens up to the limit. */
    record Idle() implements Stop {}

    record Failed(Throwable cause) implements Stop {}
  }

  /** What {@link SplitMix#of} is asked for. */
  private static final long CHOICES = 1;

  private static final long LATENESS = 2;
  private static final long RANDOM = 3;

  private static final int SPINS = 2_000;
  private static final long SLICES = 20;
  private static final long CLOSING_COST = 1_000;
  private static final System.Logger LOG = System.getLogger("dev.escapement.runtime");

  final Builder settings;
  final Trace trace;
  final Reports reports;
  private final SplitMix choices;
  private final SplitMix lateness;
  private final Random random;
  private final Map<Long, Long> lastPolls = new HashMap<>();
  private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
  private final Set<Throwable> unseen =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private volatile long now;
  private volatile @Nullable Thread driver;
  private boolean driving;
  private BooleanSupplier condition = () -> false;
  private long limit;
  private boolean mustEnd;
  private @Nullable Stop stop;
  private long steps;

  VirtualTime(Builder settings, Reports reports) {
    this.settings = settings;
    this.reports = reports;
    this.now = settings.origin;
    this.trace = new Trace(settings.origin);
    this.choices = SplitMix.of(settings.seed, CHOICES);
    this.lateness = SplitMix.of(settings.seed, LATENESS);
    this.random = new Random(SplitMix.of(settings.seed, RANDOM).next());
  }

  // The verbs

  /**
   * From now on the loop goes on until the condition holds or nothing more happens up to the limit;
   * the latter is an error if it must come to an end.
   */
  void begin(BooleanSupplier until, long untilNanos, boolean mustEnd) {
    this.condition = until;
    this.limit = untilNanos;
    this.mustEnd = mustEnd;
    this.stop = null;
    this.steps = 0;
    this.driver = Thread.currentThread();
    this.driving = true;
  }

  @Nullable Stop end() {
    driving = false;
    Stop why = stop;
    stop = null;
    return why;
  }

  void fail(Throwable cause) {
    if (!(stop instanceof Stop.Failed)) {
      stop = new Stop.Failed(cause);
    }
  }

  @Override
  public boolean goesOn() {
    if (!driving) {
      return true; // it is being closed
    }
    if (stop == null && Thread.currentThread().isInterrupted()) {
      fail(reports.interrupted());
    }
    if (stop == null && now > limit) {
      stop = new Stop.Idle(); // polls that cost time have passed it
    }
    try {
      if (stop == null && condition.getAsBoolean()) {
        stop = new Stop.Done();
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
    return stop == null;
  }

  // Time

  @Override
  public long nanoTime() {
    return now;
  }

  /** Since the start; all 64 bits count. */
  long elapsedNanos() {
    return now - settings.origin;
  }

  long elapsedAt(long time) {
    return time - settings.origin;
  }

  @Override
  public InstantSource clock() {
    return () -> {
      long elapsed = elapsedNanos();
      long second = TimeUnit.SECONDS.toNanos(1);
      Instant whole = settings.startInstant.plusSeconds(Long.divideUnsigned(elapsed, second));
      return whole.plusNanos(Long.remainderUnsigned(elapsed, second));
    };
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    if (driving && !holds.isEmpty()) {
      awaitHolds(woken);
      return;
    }
    if (woken.getAsBoolean() || !goesOn()) {
      return; // what was held has changed something
    }
    steps = 0;
    if (!driving) {
      now = Math.max(now, deadlineNanos);
    } else if (deadlineNanos == Long.MAX_VALUE || deadlineNanos > limit) {
      idle();
    } else {
      moveTo(deadlineNanos);
    }
  }

  private void idle() {
    if (mustEnd) {
      fail(reports.deadlock(lastPolls));
      return;
    }
    if (limit != Long.MAX_VALUE) {
      moveTo(limit);
    }
    if (stop == null) {
      stop = new Stop.Idle();
    }
  }

  private void moveTo(long time) {
    if (Long.compareUnsigned(elapsedAt(time), settings.maxTimeNanos) > 0) {
      fail(reports.tooFar());
    } else {
      now = Math.max(now, time);
    }
  }

  private long late() {
    return settings.latenessNanos == 0 ? 0 : lateness.below(Times.plus(settings.latenessNanos, 1));
  }

  // Decisions

  @Override
  public int choose(int ready) {
    return settings.seed == 0 ? 0 : (int) choices.below(ready);
  }

  /** Not beyond the end of an advance: that includes it. */
  @Override
  public long firingTime(long deadlineNanos) {
    long late = Times.plus(deadlineNanos, late());
    return driving ? Math.max(deadlineNanos, Math.min(late, limit)) : late;
  }

  @Override
  public long resumptionDelay() {
    return late();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void happened(Event event, long task, @Nullable String name, long detail) {
    trace.add(event, now, task, name, detail);
    switch (event) {
      case POLL -> {
        lastPolls.put(task, now);
        stepped();
        if (driving && settings.pollCostNanos > 0) {
          moveTo(Times.plus(now, settings.pollCostNanos));
        }
      }
      case FIRE -> stepped();
      case END -> lastPolls.remove(task);
      case SPAWN, WAKE, CANCEL -> {}
    }
  }

  @Override
  public void threw(String what, Throwable cause) {
    unseen(what + " threw", cause);
  }

  /** Something failed, and nobody is told so far. */
  void unseen(String what, Throwable cause) {
    unseen.add(cause);
    LOG.log(Level.WARNING, reports.unseen(what), cause);
  }

  @Override
  public void seen(Throwable cause) {
    unseen.remove(cause);
  }

  List<Throwable> unseen() {
    return List.copyOf(unseen);
  }

  private void stepped() {
    if (!driving) {
      now = Times.plus(now, CLOSING_COST); // so that the limit of a close is reached
    } else if (++steps > settings.maxSteps) {
      fail(reports.tooManySteps());
    }
  }

  // Real time

  Hold hold(String reason) {
    Hold hold = new Hold(this, reason);
    holds.add(hold);
    return hold;
  }

  void release(Hold hold) {
    if (holds.remove(hold)) {
      LockSupport.unpark(driver);
    }
  }

  private void awaitHolds(BooleanSupplier woken) {
    long start = System.nanoTime();
    while (!holds.isEmpty() && !woken.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      long left = settings.holdLimitNanos - (System.nanoTime() - start);
      if (left <= 0) {
        fail(reports.held(Set.copyOf(holds)));
        return;
      }
      LockSupport.parkNanos(this, left);
    }
  }

  @Override
  public void unpark(Thread carrier) {
    LockSupport.unpark(carrier);
  }

  @Override
  public boolean awaitStop(Thread thread, BooleanSupplier stopped, BooleanSupplier begun) {
    for (int i = 0; i < SPINS; i++) {
      if (stopped.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    long slice = Math.max(1, settings.graceNanos / SLICES);
    long waited = 0;
    long last = System.nanoTime();
    while (!stopped.getAsBoolean() && waited < settings.graceNanos) {
      LockSupport.parkNanos(this, slice);
      interrupted |= Thread.interrupted();
      long time = System.nanoTime();
      waited += Math.min(time - last, 2 * slice); // a machine that stood still counts once
      last = time;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (stopped.getAsBoolean()) {
      return true;
    }
    fail(reports.foreignBlock(thread, begun.getAsBoolean()));
    return false;
  }
}
