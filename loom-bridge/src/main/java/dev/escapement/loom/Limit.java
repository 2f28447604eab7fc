package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field      written by                read by                    mode, guard
 *   word       the thread, the carrier   any thread                 compare-and-set from BODY, volatile        [E1]
 *   closed     the carrier, in FIRING    the thread, after FIRED    plain, published by word                   [E1]
 *   awaited    the thread                the carrier                volatile, of the outermost limit           [E2]
 *   ours,      carrier; the thread       carrier; the thread        of the outermost limit, guarded by it      [E3]
 *   foreign
 *   interrupted  the carrier             the thread                 guarded by the outermost limit             [E3]
 * Ordering
 *   E1  Exactly one of BODY → DONE (the body has ended in time) and BODY → FIRING succeeds. The body's end waits until FIRING is
 *       FIRED, so no interrupt of ours can come after it.
 *   E2  thread: set awaited, look at its interrupt flag, park.  carrier: read awaited, interrupt. A task that is awaited too late
 *       to be seen is cancelled by its own thread, which the interrupt wakes. What the thread awaits once it has taken the
 *       interrupt is never seen, and goes on.
 *   E3  carrier: note whether the flag is set already, and not by us; count ours; interrupt.
 *       thread: clear the flag, forget what was noted, look whether a limit further out has interrupted or its own work was
 *       cancelled; if so, set the flag again. Both under the lock of the outermost limit, which only limits that fire take.
 * States     BODY → DONE, or BODY → FIRING → FIRED.
 * Interrupts The JVM keeps one bit. An interrupt by somebody else is set again at the end if it was pending when ours came; if the
 *            body ends with InterruptedException, another interrupt is pending, and only one of the two can be ours; and if it was
 *            the bridge itself that cancelled this thread since the limit began. What nobody can tell apart is a Thread.interrupt()
 *            that comes while ours is pending, or while two limits are over: it merges with ours, as any two do.
 * Failure    what the body throws ends the limit, and is thrown on. An interrupt that throws, as one may that closes a channel, still
 *            ends in FIRED.
 * Evidence   WithTimeoutTest, NestedLimitTest, LimitInterruptTest, MillionLimitsCheck. Races: LimitEndRace (E1),
 *            LimitAwaitRace (E2), ForeignInterruptRace, NestedLimitRace (E3)
 */
/** A time limit around a body that runs on the caller's thread. */
final class Limit implements Waker {
  private static final int BODY = 0;
  private static final int DONE = 1;
  private static final int FIRING = 2;
  private static final int FIRED = 3;

  private final LoomBridge bridge;
  private final Duration duration;
  private final boolean interrupts;
  private final @Nullable Frame around;
  private final @Nullable Limit outer;
  private final @Nullable Strand strand;
  private final boolean interruptedBefore;
  private final Limit outermost;
  private final Thread thread = Thread.currentThread();
  private final Sleep timer;
  private final AtomicInteger word = new AtomicInteger(BODY);
  private boolean closed;
  private volatile @Nullable JoinHandle<?> awaited;
  private int ours;
  private boolean foreign;
  private boolean interrupted;

  Limit(LoomBridge bridge, Duration duration, boolean interrupts) {
    this.bridge = bridge;
    this.duration = duration;
    this.interrupts = interrupts;
    this.timer = bridge.runtime.sleep(duration);
    this.around = Frame.current();
    this.outer = Frame.currentLimit();
    this.strand = around == null ? null : around.strand();
    this.interruptedBefore = strand != null && strand.isInterruptedByOwner();
    this.outermost = outer == null ? this : outer.outermost;
  }

  @Nullable Limit outer() {
    return outer;
  }

  long remainingNanos() {
    return Frame.leftOf(timer.deadlineNanos(), bridge.runtime.nanoTime());
  }

  /** Runs the body; see {@link LoomBridge#withTimeout}. */
  <T extends @Nullable Object> T call(Callable<? extends T> body)
      throws TimeoutException, InterruptedException, ExecutionException {
    if (timer.poll(Context.of(this)).isReady()) {
      fire();
    }
    T value;
    try {
      value = frame().call(body::call);
    } catch (Throwable thrown) {
      end(thrown);
      switch (thrown) {
        case InterruptedException interrupted -> throw interrupted;
        case ExecutionException wrapped -> throw wrapped;
        default -> throw new ExecutionException(thrown);
      }
    }
    end(null);
    return value;
  }

  private Frame frame() {
    return around == null
        ? new Frame(bridge, null, null, this)
        : new Frame(bridge, around.strand(), around.scope(), this);
  }

  /** The timer has fired, was cancelled at the body's end, or its runtime was closed. */
  @Override
  public void wake() {
    fire();
  }

  private void fire() {
    if (!word.compareAndSet(BODY, FIRING)) {
      return;
    }
    closed = !timer.isElapsed();
    JoinHandle<?> task = outermost.awaited;
    try {
      if (interrupts) {
        interrupt();
      }
    } finally {
      if (task != null) {
        task.cancel();
      }
      word.set(FIRED);
    }
    if (!interrupts) {
      bridge.threads.unpark(thread);
    }
  }

  private void interrupt() {
    synchronized (outermost) {
      if (outermost.ours == 0 && thread.isInterrupted()) {
        outermost.foreign = true;
      }
      outermost.ours++;
      interrupted = true;
      thread.interrupt(); // may close a channel, and throw what that throws
    }
  }

  /** The body has ended; throws if it was too late. */
  private void end(@Nullable Throwable thrown) throws TimeoutException {
    if (word.compareAndSet(BODY, DONE)) {
      timer.cancel();
      return;
    }
    awaitFired();
    if (interrupts) {
      clearOurInterrupt(thrown);
    }
    RuntimeException gone =
        closed ? new CancellationException(bridge.runtime + " was closed within a limit") : null;
    TimeoutException late = new TimeoutException(overMessage());
    Throwable told = gone == null ? late : gone;
    if (thrown != null && !(thrown instanceof InterruptedException)) {
      told.addSuppressed(thrown);
    }
    if (gone != null) {
      throw gone;
    }
    throw late;
  }

  /** The carrier is between two instructions; it may have lost its processor there. */
  @SuppressWarnings(
      "ThreadPriorityCheck") // the wait is for a moment, and parking would need a wake-up
  private void awaitFired() {
    while (word.get() != FIRED) {
      Thread.yield();
    }
  }

  private void clearOurInterrupt(@Nullable Throwable thrown) {
    synchronized (outermost) {
      boolean pending = Thread.interrupted();
      boolean taken = thrown instanceof InterruptedException;
      boolean twoHaveCome = taken && pending && outermost.ours == 1;
      boolean owed = twoHaveCome || (outermost.foreign && (taken || pending));
      boolean outerInterrupted = hasOuterInterrupted();
      outermost.ours = outerInterrupted ? 1 : 0;
      outermost.foreign = outerInterrupted && owed;
      boolean cancelled = strand != null && strand.isInterruptedByOwner() && !interruptedBefore;
      if (owed || outerInterrupted || cancelled) {
        thread.interrupt();
      }
    }
  }

  private boolean hasOuterInterrupted() {
    for (Limit l = outer; l != null; l = l.outer) {
      if (l.interrupted) {
        return true;
      }
    }
    return false;
  }

  /** This limit, or the nearest one around it, that does not interrupt and is over. */
  @Nullable Limit overUninterrupted() {
    for (Limit l = this; l != null; l = l.outer) {
      if (!l.interrupts && l.word.get() >= FIRING) { // from then on it has won
        return l;
      }
    }
    return null;
  }

  boolean isOfCurrentThread() {
    return thread == Thread.currentThread();
  }

  String overMessage() {
    return "the time limit of " + duration + " is over";
  }

  /** The thread: from now on, or no longer, it awaits a task that is to be cancelled with it. */
  void awaits(@Nullable JoinHandle<?> task) {
    outermost.awaited = task;
  }
}
