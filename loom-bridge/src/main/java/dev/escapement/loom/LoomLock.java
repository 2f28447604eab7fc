package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Semaphore;
import dev.escapement.runtime.Task;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   owner    the thread that holds permit    any thread    volatile: only a thread's own writes make it equal to that thread
 *   holds    the owner                       the owner     plain, published by permit                              [E1]
 * Ordering
 *   E1  release of permit happens-before the acquire that gets it: so does all that was done under the lock. The owner is taken
 *       out before the release, so that it is never the next one.
 * Evidence   LoomLockTest, LoomLockWaitTest, LoomLockHeldTest, LoomLockStressTest. Race: LoomLockRace (E1)
 */
/**
 * A mutual exclusion lock for threads that wait on a bridge, and for tasks: fair, since it goes to
 * whoever has waited longest, and reentrant for threads. It works on after its runtime is closed.
 *
 * <p>A thread locks and unlocks as with any {@link Lock}, and an {@link #unlock} by another than
 * the owner throws {@link IllegalMonitorStateException}. A task {@linkplain #acquire acquires} a
 * {@link Held} instead, which belongs to no thread. On a carrier's own thread the methods of {@code
 * Lock} that take the lock throw {@link IllegalStateException}.
 */
public final class LoomLock implements Lock {
  final LoomBridge bridge;
  private final Semaphore permit = Semaphore.of(1);
  private volatile @Nullable Thread owner;
  private int holds;

  LoomLock(LoomBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Takes the lock, and waits for it if need be. Neither an interrupt nor a time limit of the
   * bridge ends the wait; an interrupt is kept.
   */
  @Override
  public void lock() {
    bridge.refuseOnCarrier("lock");
    if (!reenter()) {
      own(1);
    }
  }

  /**
   * Takes the lock, and waits for it if need be.
   *
   * @throws InterruptedException if the caller is interrupted, or a time limit of the bridge is
   *     over
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    bridge.refuseOnCarrier("lockInterruptibly");
    refuseInterrupted();
    if (!reenter()) {
      var _ = enter(Long.MAX_VALUE);
    }
  }

  /**
   * Takes the lock if it is free now.
   *
   * @return false if it is not; while others wait for it, it is not
   */
  @Override
  public boolean tryLock() {
    bridge.refuseOnCarrier("tryLock");
    if (reenter()) {
      return true;
    }
    if (permit.tryAcquire()) {
      entered(1);
      return true;
    }
    return false;
  }

  /**
   * Takes the lock, and waits for it for a limited time if need be.
   *
   * @param time on the runtime's clock; with zero or less it does not wait
   * @param unit the unit of time
   * @return false if the time is over
   * @throws InterruptedException if the caller is interrupted, or a time limit of the bridge is
   *     over
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    long deadline = after(requireNonNull(unit, "unit").toNanos(time));
    bridge.refuseOnCarrier("tryLock");
    refuseInterrupted();
    return reenter() || enter(deadline);
  }

  /**
   * Gives the lock back, once for each time that it was taken.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold it
   */
  @Override
  public void unlock() {
    refuseOthers("unlock");
    if (--holds == 0) {
      leave();
    }
  }

  /**
   * A condition of this lock. Its waits are calls of the bridge: {@code await} ends with {@link
   * InterruptedException} when a time limit of the bridge is over, too, and times are counted by
   * the runtime's clocks. Waiters are signalled first come, first served; a signal that comes
   * together with an interrupt goes to the next.
   *
   * @return a new condition; its methods throw {@link IllegalMonitorStateException} unless the
   *     calling thread holds this lock
   */
  @Override
  public Condition newCondition() {
    return new LoomCondition(this);
  }

  /**
   * Takes the lock for a task, in the same line as threads. Nothing is reentrant here: a task that
   * holds the lock and acquires it waits for ever.
   *
   * @return a new task, ready with the lock taken: whoever gets the result has to close it
   */
  public Task<Held> acquire() {
    return new Acquire(permit.acquire());
  }

  private boolean reenter() {
    if (owner != Thread.currentThread()) {
      return false;
    }
    holds = Math.incrementExact(holds);
    return true;
  }

  private void entered(int times) {
    owner = Thread.currentThread();
    holds = times;
  }

  private void leave() {
    owner = null;
    permit.release();
  }

  private static void refuseInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** The owner, for a wait: gives the lock back however often it was taken. */
  int disown() {
    int times = holds;
    holds = 0;
    leave();
    return times;
  }

  /** Takes the lock, uninterruptibly, as if so often. */
  void own(int times) {
    if (!permit.tryAcquire()) {
      bridge.untilEndedUninterruptibly(permit.acquire());
    }
    entered(times);
  }

  private boolean enter(long deadlineNanos) throws InterruptedException {
    Task<@Nullable Void> acquire = permit.acquire();
    boolean taken = false;
    try {
      taken = bridge.endedBy(deadlineNanos, acquire);
    } finally {
      if (!taken) {
        acquire.cancel(); // does nothing if the wait has done it
      }
    }
    if (taken) {
      entered(1);
    }
    return taken;
  }

  /** A deadline on the runtime's clock. */
  long after(long nanos) {
    return ScheduledRun.saturated(bridge.runtime.nanoTime(), Math.max(0, nanos));
  }

  void refuseOthers(String call) {
    if (owner != Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          call
              + " was called by thread '"
              + Thread.currentThread().getName()
              + "', which does not hold the lock");
    }
  }

  /** The lock, held by a task. */
  public static final class Held implements AutoCloseable {
    private final Semaphore permit;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Held(Semaphore permit) {
      this.permit = permit;
    }

    /** Gives the lock back. Any thread may; only the first call does. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        permit.release();
      }
    }
  }

  private final class Acquire implements Task<Held> {
    private final Task<@Nullable Void> taking;

    Acquire(Task<@Nullable Void> taking) {
      this.taking = taking;
    }

    @Override
    public Poll<Held> poll(Context context) throws Exception {
      return taking.poll(context).isReady() ? Poll.ready(new Held(permit)) : Poll.pending();
    }

    @Override
    public void cancel() {
      taking.cancel();
    }
  }
}
