package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field     written by              read by       mode, guard
 *   outcome   the completer, once     any thread    release, or compare-and-set from null
 *                                                   where there can be several; volatile   [E1]
 *   waiters   any thread              any thread    compare-and-set; CLOSED is final     [E1] [E2]
 * Ordering
 *   E1  completer: set outcome, take the list, take each waker.  waiter: push itself (or exchange its waker), then look at
 *       outcome. The list, and the waker of who stands in it, change by read-modify-writes, so one side comes first. If that is
 *       the waiter, the completer finds it, and wakes it. If it is the completer, the waiter reads what that has left, CLOSED or
 *       no waker, and so sees the outcome, which was stored before. The outcome is stored before any waker is called.
 *   E2  A push is one compare-and-set of the list's head, so neither of two that push at once falls out of the list. It
 *       publishes the waiter's plain fields to whoever takes the list or pushes after it.
 * Sweeping   A waiter that gave up is only marked dead. A push that finds the list at twice the size it had after the last
 *            sweep unlinks the dead below itself. Nodes are pushed at the head only and being dead is final, so a link is
 *            only ever moved forward past dead nodes: two sweeps at once can bring back a dead node, never lose a live one.
 * Failure    A waker that throws is logged and counted; the others are woken all the same.
 * Evidence   CompletionWaitersTest, WaiterSweepTest, PromiseWaitTest, JoinHandleBlockingTest. Races: ResultAgainstWaiterRace,
 *            ResultAgainstNewWakerRace, TaskEndAgainstWaiterRace, TaskEndAgainstNewWakerRace, TwoResultsRace (E1),
 *            TwoWaitersRace (E2)
 */
/** A result that is set once and can be waited for by any number of waiters. */
abstract sealed class Completion<T extends @Nullable Object> permits TaskCell, Promise {
  /**
   * The outcome of a failure; any other outcome is a value, {@link #NULL_VALUE} or {@link
   * #CANCELLED}.
   */
  record Failed(Throwable cause) {}

  static final Object NULL_VALUE = new Object();
  static final Object CANCELLED = new Object();

  private static final int FIRST_LIMIT = 32;
  private static final Waiter CLOSED = new Waiter();

  private static final VarHandle OUTCOME =
      Fields.find(MethodHandles.lookup(), "outcome", Object.class);
  private static final VarHandle WAITERS =
      Fields.find(MethodHandles.lookup(), "waiters", Waiter.class);

  private @Nullable Object outcome;
  private @Nullable Waiter waiters;

  /** Somebody is told of the failure. */
  void seen(Throwable cause) {}

  /** How the error messages and {@link TaskDump} call this. */
  abstract String describe();

  final @Nullable Object outcomeVolatile() {
    return (@Nullable Object) OUTCOME.getVolatile(this);
  }

  private void setOutcomeRelease(Object value) {
    OUTCOME.setRelease(this, value);
  }

  private boolean casOutcome(Object value) {
    return OUTCOME.compareAndSet(this, null, value);
  }

  private @Nullable Waiter waitersVolatile() {
    return (@Nullable Waiter) WAITERS.getVolatile(this);
  }

  private boolean casWaiters(@Nullable Waiter expected, Waiter value) {
    return WAITERS.compareAndSet(this, expected, value);
  }

  private @Nullable Waiter takeWaiters() {
    return (@Nullable Waiter) WAITERS.getAndSet(this, CLOSED);
  }

  final boolean hasOutcome() {
    return outcomeVolatile() != null;
  }

  static Object outcomeOf(@Nullable Object value) {
    return value == null ? NULL_VALUE : value;
  }

  /** Whether anybody alive waits now. */
  final boolean isAwaited() {
    for (Waiter w = waitersVolatile(); w != null; w = w.next()) {
      if (w.waker() != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sets the outcome if there is none yet, and then wakes all waiters in the order in which they
   * came.
   */
  final boolean settle(Object value) {
    if (!casOutcome(value)) {
      return false;
    }
    tellWaiters();
    return true;
  }

  /** The same for a task, whose outcome only one can set: there is one locked instruction less. */
  final void settleAlone(Object value) {
    setOutcomeRelease(value);
    tellWaiters();
  }

  private void tellWaiters() {
    Waiter newest = takeWaiters();
    if (newest != null && newest.next() == null) {
      tell(newest);
    } else if (newest != null) {
      // Not reversed in place: a sweep that began before the list was taken may still move links
      // forward.
      ArrayList<Waiter> newestFirst = new ArrayList<>();
      for (Waiter w = newest; w != null; w = w.next()) {
        newestFirst.add(w);
      }
      newestFirst.reversed().forEach(Completion::tell);
    }
  }

  private static void tell(Waiter waiter) {
    Waker waker = waiter.takeWaker();
    if (waker != null) {
      CallOuts.wake(waker);
    }
  }

  /**
   * Adds a waiter. Afterwards the caller has to look at the outcome again: after it is set, nobody
   * is woken any more.
   */
  final void add(Waiter waiter) {
    while (true) {
      Waiter head = waitersVolatile();
      if (head == CLOSED) {
        return;
      }
      waiter.setNext(head);
      waiter.size = head == null ? 1 : head.size + 1;
      waiter.limit = head == null ? FIRST_LIMIT : head.limit;
      if (waiter.size > waiter.limit) {
        waiter.size = 1 + sweep(waiter);
        waiter.limit = Math.max(FIRST_LIMIT, 2 * waiter.size);
      }
      if (casWaiters(head, waiter)) {
        return;
      }
    }
  }

  /** Unlinks the dead below a waiter; returns how many live ones remain there. */
  private static int sweep(Waiter from) {
    int live = 0;
    Waiter last = from;
    for (Waiter w = from.next(); w != null; w = w.next()) {
      if (w.waker() != null) {
        if (last.next() != w) {
          last.setNext(w);
        }
        last = w;
        live++;
      }
    }
    last.setNext(null);
    return live;
  }

  /** The outcome as a task sees it: causes as they are. */
  @SuppressWarnings("unchecked") // an outcome that is neither of ours is the T that was set
  final Poll<T> pollOutcome(Object set) throws Exception {
    if (set == NULL_VALUE) {
      return (Poll<T>) Poll.ready(null);
    }
    if (set == CANCELLED) {
      throw cancellation();
    }
    if (set instanceof Failed failed) {
      seen(failed.cause());
      throw Sneaky.raise(failed.cause());
    }
    return Poll.ready((T) set);
  }

  final CancellationException cancellation() {
    return new CancellationException(describe() + " was cancelled");
  }
}
