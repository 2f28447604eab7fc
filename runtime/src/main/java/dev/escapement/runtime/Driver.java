package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field     written by             read by       mode, guard
 *   seat      whoever drives         any thread    compare-and-set; null while nobody drives    [E1] [E2]
 *   joiners   threads that wait      the driver    concurrent set                               [E2]
 *   own       start, once            closers       plain; start happens-before the runtime is handed out
 * Ordering
 *   E1  closer: set the carrier's life, then look at seat.  driver: clear seat, then look at life: one of them ends the runtime.
 *   E2  joiner: enter joiners, then look at seat before each park.  driver: clear seat, then unpark all joiners. So no thread
 *       waits on while nobody drives.
 */
/** Which thread is the carrier: one of the runtime's own, or whoever calls {@code blockOn}. */
final class Driver {
  private final Carrier carrier;
  private final boolean ownThread;
  private final AtomicReference<@Nullable Thread> seat = new AtomicReference<>();
  private final Set<Thread> joiners = ConcurrentHashMap.newKeySet();
  private @Nullable Thread own;

  Driver(Carrier carrier, boolean ownThread) {
    this.carrier = carrier;
    this.ownThread = ownThread;
  }

  /** Starts the runtime's own thread. */
  void start(ThreadFactory factory, LagMode mode) {
    Thread thread = factory.newThread(() -> carry(mode));
    if (thread == null) {
      throw new IllegalStateException(
          "the thread factory returned null instead of a carrier thread for " + carrier.label());
    }
    own = thread;
    thread.start();
  }

  private void carry(LagMode mode) {
    carrier.seat(Thread.currentThread());
    if (mode != LagMode.ECONOMY) {
      carrier.lowSlack = TimerSlack.lower();
    }
    try {
      carrier.loopOrFail(null);
    } finally {
      carrier.seat(null);
      Watchdog.unwatch(carrier);
    }
  }

  /** Lets the calling thread be the carrier while something runs; returns what that returns. */
  boolean drive(BooleanSupplier body, String what) {
    Thread me = Thread.currentThread();
    if (!seat.compareAndSet(null, me)) {
      carrier.admit(what); // if it is being closed, that is the reason to tell
      throw new IllegalStateException(
          what
              + ": "
              + carrier.label()
              + " has no thread of its own and is driven by '"
              + nameOf(seat.get())
              + "' already; only one thread at a time can drive it");
    }
    carrier.seat(me);
    try {
      return body.getAsBoolean();
    } finally {
      carrier.seat(null);
      seat.set(null);
      finishClosing();
      joiners.forEach(LockSupport::unpark);
    }
  }

  /**
   * Ends a runtime that was told to close while nobody, or somebody who is just leaving, drives it.
   */
  private void finishClosing() {
    Thread me = Thread.currentThread();
    if (carrier.isEnding() && seat.compareAndSet(null, me)) {
      Carrier outer = Carrier.current(); // a task of another runtime may close this one
      carrier.seat(me);
      try {
        if (carrier.loopOrFail(null)) {
          me.interrupt();
        }
      } finally {
        carrier.seat(null);
        seat.set(null);
        if (outer != null) {
          outer.seat(me);
        }
      }
    }
  }

  /** Spawns a task, and waits for it or drives it. */
  <T extends @Nullable Object> T blockOn(@Nullable Object label, Task<? extends T> task)
      throws ExecutionException, InterruptedException {
    if (ownThread) {
      TaskCell<T> cell = carrier.cell(label, task, "blockOn");
      cell.add(new Waiter(Waker.noop())); // somebody waits, however soon the task fails
      carrier.begin(cell);
      try {
        return new JoinHandle<>(cell).join();
      } catch (InterruptedException e) {
        cell.cancel();
        throw e;
      }
    }
    AtomicReference<@Nullable TaskCell<T>> driven = new AtomicReference<>();
    boolean interrupted =
        drive(
            () -> {
              TaskCell<T> cell = carrier.cell(label, task, "blockOn");
              driven.set(cell);
              cell.add(new Waiter(Waker.noop()));
              carrier.begin(cell);
              return carrier.loopOrFail(cell);
            },
            "blockOn");
    if (interrupted) {
      throw new InterruptedException();
    }
    return new JoinHandle<>(requireNonNull(driven.get())).join();
  }

  private static String nameOf(@Nullable Thread thread) {
    return thread == null ? "a thread that has just left" : thread.getName();
  }

  void joins(Thread thread) {
    if (!ownThread) {
      joiners.add(thread);
    }
  }

  void leaves(Thread thread) {
    joiners.remove(thread);
  }

  /** A wait that nobody can end is refused. */
  void refuseUndriven(TaskCell<?> cell) {
    if (!ownThread && seat.get() == null && !cell.hasOutcome()) {
      throw new IllegalStateException(
          "join: "
              + carrier.label()
              + " has no thread of its own and nobody drives it, so "
              + cell.describe()
              + " cannot end; use blockOn");
    }
  }

  /** Not on the carrier: sees to it that the runtime ends, and waits until its threads have. */
  void close(long drainNanos) {
    carrier.requestClose(drainNanos);
    if (!ownThread) {
      finishClosing();
    }
    Shutdown.await(carrier, drainNanos);
    Thread thread = own;
    if (thread != null && carrier.endedInOrder()) {
      Threads.joinUninterruptibly(thread);
    }
    Watchdog.unwatch(carrier);
    Watchdog.awaitEnd();
  }
}
