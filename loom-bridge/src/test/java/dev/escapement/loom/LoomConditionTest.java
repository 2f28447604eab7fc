package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Waits without a limit, and their signals. */
// the test holds the lock while others wait for it, and looks at every single wait
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class LoomConditionTest {
  private final HandClock hand = new HandClock();
  private final LoomLock lock = hand.bridge.lock();
  private final Condition condition = lock.newCondition();

  @AfterEach
  void close() {
    hand.close();
  }

  /** Waits under the lock; whether the flag was set afterwards. */
  private Callable<Boolean> waiting(Executable wait) {
    return () -> {
      lock.lock();
      try {
        wait.execute();
        return Thread.currentThread().isInterrupted();
      } catch (Throwable thrown) {
        assertInstanceOf(InterruptedException.class, thrown);
        throw (InterruptedException) thrown;
      } finally {
        lock.unlock(); // throws unless the lock is held again
      }
    };
  }

  private Started<Boolean> waiter() {
    return Started.virtual(waiting(condition::await)).blocked();
  }

  private void signal() {
    lock.lock();
    condition.signal();
    lock.unlock();
  }

  @Test
  void await_always_givesTheLockBackUntilItIsSignalled() throws Exception {
    Started<Boolean> waiter = waiter();
    lock.lock();
    condition.signal();
    assertFalse(waiter.blocked().result().isDone(), "the lock is held");
    lock.unlock();

    assertFalse(waiter.get());
  }

  @Test
  void await_underALockTakenTwice_holdsItTwiceAgain() throws Exception {
    Callable<Boolean> nested =
        () -> {
          lock.lock();
          boolean interrupted = waiting(condition::await).call();
          lock.unlock();
          return interrupted;
        };
    Started<Boolean> waiter = Started.virtual(nested).blocked();

    signal();

    assertFalse(waiter.get());
    assertTrue(lock.tryLock());
  }

  @Test
  void signal_ofSeveralWaiters_goesToTheFirst() throws Exception {
    List<Started<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(waiter());
    }

    for (int i = 0; i < 3; i++) {
      signal();
      assertFalse(waiters.get(i).get());
      for (Started<Boolean> later : waiters.subList(i + 1, 3)) {
        assertFalse(later.result().isDone());
      }
    }
  }

  @Test
  void signalAll_always_endsEveryWait() throws Exception {
    List<Started<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiters.add(waiter());
    }

    lock.lock();
    condition.signalAll();
    lock.unlock();

    for (Started<Boolean> waiter : waiters) {
      assertFalse(waiter.get());
    }
  }

  @Test
  void signal_withNobodyWaiting_isForgotten() throws Exception {
    signal();

    Started<Boolean> waiter = waiter();
    assertFalse(waiter.result().isDone());
    signal();
    assertFalse(waiter.get());
  }

  @Test
  void signal_ofAnotherCondition_isNotHeard() throws Exception {
    Started<Boolean> waiter = waiter();
    lock.lock();
    lock.newCondition().signalAll();
    lock.unlock();

    assertFalse(waiter.blocked().result().isDone());
    signal();
    assertFalse(waiter.get());
  }

  @Test
  void await_interrupted_throwsWithTheLockHeldAndLeavesTheLine() throws Exception {
    Started<Boolean> first = waiter();
    Started<Boolean> second = waiter();

    first.thread().interrupt();
    assertInstanceOf(InterruptedException.class, first.failure());
    signal();

    assertFalse(second.get());
  }

  @Test
  void await_interruptedBeforeItIsSignalled_passesTheSignalOn() throws Exception {
    Started<Boolean> first = waiter();
    Started<Boolean> second = waiter();
    lock.lock();
    first.thread().interrupt();
    Eventually.await("the interrupt is taken", () -> !first.thread().isInterrupted());

    condition.signal();
    lock.unlock();

    assertInstanceOf(InterruptedException.class, first.failure());
    assertFalse(second.get());
  }

  @Test
  void awaitUninterruptibly_interrupted_waitsOnAndKeepsTheFlag() throws Exception {
    Started<Boolean> waiter = Started.virtual(waiting(condition::awaitUninterruptibly)).blocked();
    waiter.thread().interrupt();
    Eventually.await("the interrupt is taken", () -> !waiter.thread().isInterrupted());
    assertFalse(waiter.blocked().result().isDone());

    signal();

    assertTrue(waiter.get());
  }

  @Test
  void everyMethod_withoutTheLock_isRefused() {
    for (Executable call :
        new Executable[] {
          condition::await,
          condition::awaitUninterruptibly,
          () -> condition.awaitNanos(1),
          () -> condition.await(1, TimeUnit.SECONDS),
          () -> condition.awaitUntil(Date.from(Instant.EPOCH)),
          condition::signal,
          condition::signalAll
        }) {
      String message = assertThrows(IllegalMonitorStateException.class, call).getMessage();
      assertTrue(message.contains("does not hold the lock"), message);
    }
    assertEquals(true, lock.tryLock());
  }
}
