package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking and giving back, without a wait. */
@SuppressWarnings("LockNotBeforeTry") // the test holds the lock while others wait for it
class LoomLockTest {
  private final HandClock hand = new HandClock();
  private final LoomLock lock = hand.bridge.lock();

  @AfterEach
  void close() {
    hand.close();
  }

  private boolean isFree() throws Exception {
    Callable<Boolean> attempt =
        () -> {
          boolean taken = lock.tryLock();
          if (taken) {
            lock.unlock();
          }
          return taken;
        };
    return Started.virtual(attempt).get();
  }

  @Test
  void lock_takenInEveryWay_isHeldUntilTheLastUnlock() throws Exception {
    lock.lock();
    lock.lockInterruptibly();
    assertTrue(lock.tryLock());
    assertTrue(lock.tryLock(0, TimeUnit.SECONDS));

    for (int i = 0; i < 4; i++) {
      assertFalse(isFree());
      lock.unlock();
    }

    assertTrue(isFree());
    assertEquals(0, hand.runtime.snapshot().timers().pending());
  }

  @Test
  void tryLock_ofAFreeLock_holdsIt() throws Exception {
    assertTrue(lock.tryLock());
    assertFalse(isFree());
    lock.unlock();

    assertTrue(lock.tryLock(0, TimeUnit.SECONDS));
    assertFalse(isFree());
    lock.unlock();
  }

  @Test
  void unlock_byAnotherThread_isRefusedWithItsName() throws Exception {
    lock.lock();
    Started<Void> other =
        Started.on(
            Thread.ofVirtual().name("other"),
            () -> {
              lock.unlock();
              return null;
            });

    Throwable refusal = other.failure();

    assertEquals(IllegalMonitorStateException.class, refusal.getClass());
    assertEquals(
        "unlock was called by thread 'other', which does not hold the lock", refusal.getMessage());
    assertFalse(isFree());
    lock.unlock();
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
  }

  @Test
  void lock_withTheFlagSet_takesTheLockAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    lock.lock();

    assertTrue(Thread.interrupted());
    lock.unlock();
  }

  @Test
  void lockInterruptibly_withTheFlagSet_throwsAndClearsIt() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, lock::lockInterruptibly);
    assertFalse(Thread.interrupted());
    assertTrue(isFree());

    lock.lock();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, lock::lockInterruptibly);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> lock.tryLock(1, TimeUnit.SECONDS));
    lock.unlock();
    assertTrue(isFree());
  }

  @Test
  void tryLock_withTheFlagSet_leavesItAlone() {
    Thread.currentThread().interrupt();

    assertTrue(lock.tryLock());

    assertTrue(Thread.interrupted());
    lock.unlock();
  }

  @Test
  void lock_whoseRuntimeIsClosed_worksOn() throws Exception {
    hand.close();

    lock.lock();
    assertFalse(isFree());
    assertFalse(Started.virtual(() -> lock.tryLock(1, TimeUnit.MILLISECONDS)).get());
    lock.unlock();

    assertTrue(isFree());
  }

  @Test
  void unit_thatIsNull_isRefusedByName() {
    assertEquals(
        "unit", assertThrows(NullPointerException.class, () -> lock.tryLock(1, null)).getMessage());
  }
}
