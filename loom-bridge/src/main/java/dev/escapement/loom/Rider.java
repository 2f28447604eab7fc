package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import dev.escapement.runtime.spi.Director;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field        written by                      read by            mode, guard
 *   turn         the carrier, to begin a turn;   both               volatile                            [E1]
 *                the thread, to end it
 *   carrier      the carrier, before turn        the thread         plain, published by turn            [E1]
 *   context      the carrier, before turn        the thread         plain, published by turn            [E1]
 *   begun        the thread                      the carrier        volatile
 *   over,        the thread, before turn         the carrier        plain, published by turn            [E1]
 *   abandoned
 *   ending,      who closes                      the thread         volatile
 *   free
 *   waitEnds     the carrier, before turn        the thread         plain, published by turn            [E1]
 *   woken        who wakes; the carrier          the carrier        volatile
 *   callsAtEnd   the thread                      the thread         plain, confined
 *   waker        the carrier                     any thread         volatile: who wakes, or interrupts
 *   started      the carrier, who starts         any thread         volatile
 *   interrupts   the thread                      the thread         plain, confined
 *   ended        the thread                      any thread         see Promise
 * Ordering
 *   E1  The baton: the carrier sets turn and waits until it is clear; the thread clears it and waits until it is set. So
 *       everything that one has done is seen by the other, and one of them runs at a time.
 * Interrupts An interrupt unparks a thread that has no baton: it notes the interrupt, clears the flag (which would make it spin) and
 *            goes on waiting; the flag is set again when its turn comes. That its turn must come is told by whoever interrupts
 *            (Interrupts), so it comes in a place that does not depend on real time.
 * Evidence   BatonTest, BatonCloseTest, ForeignBlockTest, SameTraceCheck. Race: BatonRace (E1)
 */
/**
 * A virtual thread in a simulation: a task whose poll hands the thread the baton, and waits until
 * it comes back, because the thread blocks in a bridge call or has ended.
 */
final class Rider implements Task<Boolean>, Waker {
  private static final ScopedValue<Rider> CURRENT = ScopedValue.newInstance();

  /** A thread that calls, or is cancelled, so often after the end is not going to end. */
  private static final int PATIENCE = 1_000;

  private static final int SPINS = 1_000;
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger("dev.escapement.loom");

  final Batons batons;
  final long number;
  final Thread thread;
  final Promise<Boolean> ended = new Promise<>();
  final @Nullable StackTraceElement madeAt;
  private final Director director;
  private @Nullable Thread carrier;
  private @Nullable Context context;
  private Interrupts interrupts = new Interrupts(this::wake);
  private boolean over;
  private boolean abandoned;
  private boolean waitEnds;
  private int callsAtEnd;
  private volatile boolean begun;
  private volatile boolean ending;
  private volatile boolean free;
  private volatile boolean woken;
  private volatile boolean turn;
  volatile boolean started;
  private volatile Waker waker = Waker.noop();

  Rider(
      Batons batons,
      long number,
      Director director,
      @Nullable StackTraceElement madeAt,
      Thread.Builder builder,
      Runnable body) {
    this.number = number;
    this.madeAt = madeAt;
    this.batons = batons;
    this.director = director;
    this.thread = builder.unstarted(() -> live(body));
  }

  /** The rider of the calling thread; null on a thread that no simulation's bridge started. */
  static @Nullable Rider current() {
    Rider rider = CURRENT.isBound() ? CURRENT.get() : null;
    return rider != null && rider.thread == Thread.currentThread() ? rider : null;
  }

  // The carrier

  @Override
  public Poll<Boolean> poll(Context context) {
    waker = context.waker();
    return handOver(context) ? Poll.ready(true) : Poll.pending();
  }

  /** Gives the thread one turn; true once it has ended. */
  private boolean handOver(@Nullable Context context) {
    this.context = context;
    carrier = Thread.currentThread();
    turn = true;
    LockSupport.unpark(thread);
    boolean back = director.awaitStop(thread, () -> !turn, () -> begun);
    this.context = null;
    batons.onTurn();
    if (back && over) {
      awaitEnd();
      return true;
    }
    return false;
  }

  /** What the thread does after its last turn is not seen by the next one. */
  private void awaitEnd() {
    for (int i = 0; i < SPINS && thread.isAlive(); i++) {
      Thread.onSpinWait();
    }
    boolean interrupted = Thread.interrupted();
    try {
      boolean gone = abandoned || thread.join(PATIENCE_AT_END);
      if (!gone) {
        LOG.log(Level.WARNING, this + " has ended, but its uncaught handler does not");
      }
    } catch (InterruptedException e) {
      interrupted = true; // it ends in a moment
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The end of the simulation. The thread unwinds when all has been cancelled: see Batons. */
  @Override
  public void cancel() {
    ending = true;
  }

  /**
   * Gives the thread one more turn to unwind, through its finally blocks; false once it has.
   *
   * @param waitEnds whether what it waits for is not going to come
   */
  boolean unwind(boolean waitEnds) {
    ending = true;
    woken = false;
    this.waitEnds = waitEnds;
    if (!turn && handOver(null)) {
      return false;
    }
    if (turn) {
      IllegalStateException where = new IllegalStateException("its stack");
      where.setStackTrace(thread.getStackTrace());
      LOG.log(
          Level.WARNING, this + " is stuck outside the bridge; its simulation is closed", where);
      free();
      thread.interrupt();
      return false;
    }
    return true;
  }

  /** Whether it has ended, or runs without a baton. */
  boolean hasLeft() {
    return over || free;
  }

  /** Whether somebody has woken it since its last turn to unwind. */
  boolean isWoken() {
    return woken;
  }

  /**
   * From now on the thread runs without a baton, and bridge calls that would block are cancelled.
   */
  void free() {
    ending = true;
    free = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void wake() {
    woken = true;
    waker.wake();
  }

  // The thread

  private void live(Runnable body) {
    awaitTurn();
    try {
      ScopedValue.where(CURRENT, this).run(body);
    } finally {
      over = true;
      batons.forget(thread);
      ended.complete(true);
      endTurn();
    }
  }

  /** Gives the baton back, and returns with the next turn. */
  void block() {
    if (!free) {
      interrupts.listen();
      endTurn();
      awaitTurn();
      interrupts.cease();
      if (!interrupts.isOpen()) {
        interrupts = new Interrupts(this::wake);
      }
    }
    if (free || waitEnds) {
      waitEnds = false;
      calls();
      throw new CancellationException(batons + " was closed while the thread waited");
    }
  }

  /** Counts what is cancelled after the end: a thread that never stops would never unwind. */
  void calls() {
    if (ending && ++callsAtEnd > PATIENCE) {
      abandon();
    }
  }

  /** The thread catches whatever ends its calls: it stays here, parked for good. */
  private void abandon() {
    LOG.log(Level.WARNING, this + " goes on after its simulation was closed; it is left parked");
    abandoned = true;
    over = true;
    batons.forget(thread);
    endTurn();
    while (true) {
      LockSupport.park();
      var _ = Thread.interrupted();
    }
  }

  private void endTurn() {
    Thread next = carrier;
    turn = false;
    LockSupport.unpark(next);
  }

  private void awaitTurn() {
    boolean interrupted = false;
    while (!turn && !free) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    begun = true;
    if (interrupted) {
      thread.interrupt();
    }
  }

  /** For polls by this thread during its turn: the dump then shows what the thread waits for. */
  Context context(Waker own) {
    Context polled = context;
    return polled == null ? Context.of(own) : polled.withWaker(own);
  }

  @Override
  public String toString() {
    return "thread '" + thread.getName() + "'";
  }
}
