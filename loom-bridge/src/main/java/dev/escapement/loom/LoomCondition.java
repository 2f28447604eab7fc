package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   waiting    who holds lock    who holds lock    plain, guarded by lock
 * Signals    A waiter is signalled by whoever takes it from waiting, under the lock, and looks whether it was only when it holds
 *            the lock again: so a signal and an interrupt, or a signal and the end of the time, are never confused. An
 *            interrupt wins over a signal, which then goes to the next; a signal wins over the end of the time.
 * Failure    Whatever a wait throws, the lock is held again and the waiter is out of the line; but for a thread that waits
 *            for the lock when its simulation ends.
 * Evidence   LoomConditionTest, LoomConditionTimeTest, LoomLockStressTest
 */
/** A condition of a {@link LoomLock}. */
final class LoomCondition implements Condition {
  /** How a wait blocks. */
  private interface Blocking<X extends Exception> {
    void until(Task<?> signalled) throws X;
  }

  private final LoomLock lock;
  private final LoomBridge bridge;
  private final LinkedHashSet<Promise<@Nullable Void>> waiting = new LinkedHashSet<>();

  LoomCondition(LoomLock lock) {
    this.lock = lock;
    this.bridge = lock.bridge;
  }

  @Override
  public void await() throws InterruptedException {
    var _ = signalled(task -> bridge.untilEnded(task, false));
  }

  @Override
  public void awaitUninterruptibly() {
    var _ = signalled(bridge::untilEndedUninterruptibly);
  }

  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    long deadline = lock.after(nanos);
    var _ = signalledBy(deadline);
    return Frame.left(deadline, bridge.runtime.nanoTime());
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return signalledBy(lock.after(requireNonNull(unit, "unit").toNanos(time)));
  }

  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    Instant until = requireNonNull(deadline, "deadline").toInstant();
    Duration left = Duration.between(bridge.runtime.clock().instant(), until);
    return signalledBy(lock.after(TimeUnit.NANOSECONDS.convert(left)));
  }

  private boolean signalledBy(long deadlineNanos) throws InterruptedException {
    return signalled(task -> bridge.endedBy(deadlineNanos, task));
  }

  /** Gives the lock back for a wait; false if that ended without a signal. */
  private <X extends Exception> boolean signalled(Blocking<X> wait) throws X {
    lock.refuseOthers("await");
    Promise<@Nullable Void> signal = new Promise<>();
    waiting.add(signal);
    int holds = lock.disown();
    boolean thrown = true;
    try {
      wait.until(signal.asTask());
      thrown = false;
    } finally {
      lock.own(holds);
      boolean signalled = !waiting.remove(signal);
      if (signalled && thrown) {
        signal();
      }
    }
    return signal.isDone();
  }

  @Override
  public void signal() {
    lock.refuseOthers("signal");
    if (!waiting.isEmpty()) {
      waiting.removeFirst().complete(null);
    }
  }

  @Override
  public void signalAll() {
    lock.refuseOthers("signalAll");
    for (Promise<@Nullable Void> signal : waiting) {
      signal.complete(null);
    }
    waiting.clear();
  }
}
