package dev.escapement.runtime;

import dev.escapement.runtime.spi.ThreadWaits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field     written by             read by       mode, guard
 *   seat      whoever drives         any thread    compare-and-set; null while nobody drives    [E1] [E2]
 *   joiners   threads that wait or   the driver    concurrent set                               [E1] [E2]
 *             close
 *   closers   threads that close     the driver    atomic                                       [E1]
 *   own       start, once            closers       plain; start happens-before the runtime is handed out
 * Ordering
 *   E1  closer: count itself in closers, enter joiners, set the carrier's life, then look at seat, and again whenever it is
 *       unparked.  driver: clear seat, then look at closers and life; with no closer it ends the runtime itself, else it leaves
 *       that to them, and unparks all joiners. So no closer waits on while nobody drives.
 *   E2  joiner: enter joiners, then look at seat before each park.  driver: clear seat, then unpark all joiners. So no thread
 *       waits on while nobody drives.
 * Evidence   CallerDrivenTest, CloseDrivenTest, CloseRaceTest. Races: CloseAgainstLeaveRace (E1), JoinAgainstLeaveRace (E2)
 */
/** Which thread is the carrier: one of the runtime's own, or whoever calls {@code blockOn}. */
final class Driver {
  private final Carrier carrier;
  private final boolean ownThread;
  private final AtomicReference<@Nullable Thread> seat = new AtomicReference<>();
  private final Set<Thread> joiners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger closers = new AtomicInteger();
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
    carrier.osThreadId = TimerSlack.osThreadId();
    if (mode != LagMode.ECONOMY) {
      carrier.lowSlack = TimerSlack.lower();
    }
    try {
      carrier.loopOrFail(null);
    } finally {
      Watchdog.unwatch(carrier);
      carrier.seat(null);
    }
  }

  /** Spawns a task, and waits for it or drives it. */
  <T extends @Nullable Object> T blockOn(@Nullable Object label, Task<? extends T> task)
      throws ExecutionException, InterruptedException {
    ThreadWaits virtual = carrier.threadWaits;
    if (virtual != null) {
      virtual.refuseOutsiders("blockOn");
    } else if (carrier.director != null) {
      throw new IllegalStateException(
          "blockOn: " + carrier.label() + " belongs to a simulation; use the run of that");
    }
    TaskCell<T> cell = carrier.cell(label, task, "blockOn");
    cell.add(new Waiter(Waker.noop())); // somebody waits, however soon the task fails
    if (ownThread || virtual != null) {
      carrier.begin(cell);
      try {
        return new JoinHandle<>(cell).join();
      } catch (InterruptedException e) {
        if (cell.cancelUnlessEnded()) {
          throw e;
        }
        return outcomeThenInterrupt(cell); // it was there first, and must not be lost
      }
    }
    if (drive(cell)) {
      throw new InterruptedException();
    }
    return new JoinHandle<>(cell).join();
  }

  /** Of a task that has ended, though its waiters may not have been told yet. */
  private static <T extends @Nullable Object> T outcomeThenInterrupt(TaskCell<T> ended)
      throws ExecutionException {
    try {
      while (true) {
        try {
          return new JoinHandle<>(ended).join();
        } catch (InterruptedException again) {
          // The flag is set again below.
        }
      }
    } finally {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets the calling thread be the carrier until a task has ended; returns whether it was
   * interrupted.
   */
  private boolean drive(TaskCell<?> cell) {
    Thread me = Thread.currentThread();
    if (!seat.compareAndSet(null, me)) {
      carrier.admit("blockOn"); // if it is being closed, that is the reason to tell
      throw new IllegalStateException(
          "blockOn: "
              + carrier.label()
              + " has no thread of its own and is driven by '"
              + nameOf(seat.get())
              + "' already; only one thread at a time can drive it");
    }
    carrier.seat(me);
    try {
      carrier.begin(cell);
      return carrier.loopOrFail(cell);
    } finally {
      if (carrier.life.isTerminated()) {
        // Somebody else may have driven the runtime to its end before the seat was taken.
        cell.abandon();
      }
      leaveSeat();
    }
  }

  /** Lets the calling thread be the carrier until the director stops the loop. */
  void driveByDirector() {
    Thread me = Thread.currentThread();
    if (!seat.compareAndSet(null, me)) {
      throw new IllegalStateException(
          carrier.label() + " is driven by '" + nameOf(seat.get()) + "' already");
    }
    carrier.seat(me);
    try {
      carrier.loopOrFail(null);
    } finally {
      leaveSeat();
    }
  }

  /** Whoever stops driving sees to a close that came meanwhile, and tells those who wait. */
  private void leaveSeat() {
    carrier.seat(null);
    seat.set(null);
    try {
      if (closers.get() == 0) {
        finishClosing();
      }
    } finally {
      unparkJoiners();
    }
  }

  /** Ends a runtime that was told to close while nobody drives it. */
  private void finishClosing() {
    Thread me = Thread.currentThread();
    if (carrier.life.isEnding() && seat.compareAndSet(null, me)) {
      Carrier outer = Seats.current(); // a task of another runtime may close this one
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
        unparkJoiners();
      }
    }
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

  void unparkJoiners() {
    joiners.forEach(LockSupport::unpark);
  }

  /** A wait that nobody can end is refused. */
  void refuseUndriven(TaskCell<?> cell) {
    if (!ownThread && seat.get() == null && !carrier.life.isEnding() && !cell.hasOutcome()) {
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
    long patience = Shutdown.patience(drainNanos);
    if (ownThread) {
      carrier.requestClose(drainNanos);
    } else {
      patience = closeDriven(drainNanos, patience);
    }
    Shutdown.await(carrier, patience);
    Thread thread = own;
    if (thread != null && carrier.life.endedInOrder()) {
      Threads.joinUninterruptibly(thread);
    }
    Watchdog.unwatch(carrier);
    Watchdog.awaitEnd();
  }

  /**
   * Drives the runtime to its end as soon as nobody else drives it; returns the patience that is
   * left.
   */
  private long closeDriven(long drainNanos, long patience) {
    Thread me = Thread.currentThread();
    long start = System.nanoTime();
    boolean interrupted = false;
    closers.incrementAndGet();
    joiners.add(me);
    try {
      carrier.requestClose(drainNanos);
      while (true) {
        finishClosing();
        interrupted |= Thread.interrupted();
        long left = patience - (System.nanoTime() - start);
        if (carrier.life.isTerminated() || left <= 0) {
          return Math.max(0, left);
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      joiners.remove(me);
      closers.decrementAndGet();
      if (interrupted) {
        me.interrupt();
      }
    }
  }
}
