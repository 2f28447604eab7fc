package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field        written by                 read by            mode, guard
 *   waker        waiting side, completer    both               plain before the push, then exchanged; volatile
 *                                                              to read                   [Completion E1]
 *   next         pusher before its push,    any pusher,        opaque; published by the push   [Completion E2]
 *                then any sweeping pusher   completer
 *   size, limit  pusher before its push     the next pusher    plain, published by the push
 * Ordering     see Completion. Races: ResultAgainstWaiterRace, ResultAgainstNewWakerRace, TaskEndAgainstWaiterRace,
 *              TaskEndAgainstNewWakerRace (E1), TwoWaitersRace (E2)
 */
/**
 * One who waits for a {@link Completion}. Without a waker it is dead, and swept sooner or later.
 */
class Waiter {
  private static final VarHandle WAKER = Fields.find(MethodHandles.lookup(), "waker", Waker.class);
  private static final VarHandle NEXT = Fields.find(MethodHandles.lookup(), "next", Waiter.class);

  private volatile @Nullable Waker waker;
  private @Nullable Waiter next;

  /** How many stood in the list when this one was pushed, itself and dead ones included. */
  int size;

  /** The size at which the list is worth a sweep. Zero: this waiter was never pushed. */
  int limit;

  Waiter() {}

  Waiter(Waker waker) {
    setFirstWaker(waker);
  }

  /** Before the push. */
  final void setFirstWaker(Waker value) {
    WAKER.set(this, value);
  }

  final @Nullable Waker waker() {
    return waker;
  }

  final void setWaker(@Nullable Waker value) {
    WAKER.getAndSet(this, value);
  }

  final @Nullable Waker takeWaker() {
    return (Waker) WAKER.getAndSet(this, null);
  }

  final @Nullable Waiter next() {
    return (Waiter) NEXT.getOpaque(this);
  }

  final void setNext(@Nullable Waiter value) {
    NEXT.setOpaque(this, value);
  }
}
