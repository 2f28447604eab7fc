package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Tasks;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lock as tasks hold it. */
@SuppressWarnings("LockNotBeforeTry") // the test holds the lock while others wait for it
class LoomLockHeldTest {
  private final HandClock hand = new HandClock();
  private final LoomLock lock = hand.bridge.lock();
  private final Callable<Boolean> locking =
      () -> {
        lock.lock();
        lock.unlock();
        return true;
      };

  @AfterEach
  void close() {
    hand.close();
  }

  private JoinHandle<LoomLock.Held> acquiring() {
    JoinHandle<LoomLock.Held> handle = hand.runtime.spawn(lock.acquire());
    hand.turn();
    return handle;
  }

  @Test
  void held_byATask_keepsThreadsOutUntilItIsClosed() throws Exception {
    LoomLock.Held held = hand.runtime.blockOn(lock.acquire());
    Started<Boolean> thread = Started.virtual(locking).blocked();
    assertFalse(lock.tryLock());
    assertThrows(IllegalMonitorStateException.class, lock::unlock);

    held.close();

    assertTrue(thread.get());
  }

  @Test
  void close_again_doesNothing() throws Exception {
    LoomLock.Held held = hand.runtime.blockOn(lock.acquire());
    held.close();
    assertTrue(lock.tryLock());

    held.close();

    assertFalse(Started.virtual(lock::tryLock).get());
    lock.unlock();
  }

  @Test
  void acquire_whileAThreadHoldsTheLock_waitsInLine() throws Exception {
    lock.lock();
    JoinHandle<LoomLock.Held> task = acquiring();
    Started<Boolean> thread = Started.virtual(locking).blocked();
    assertFalse(task.isDone());

    lock.unlock();

    LoomLock.Held held = task.join(Eventually.LIMIT);
    assertFalse(thread.result().isDone());
    held.close();
    assertTrue(thread.get());
  }

  @Test
  void acquire_cancelledWhileItWaits_leavesTheLine() throws Exception {
    lock.lock();
    JoinHandle<LoomLock.Held> task = acquiring();
    Started<Boolean> thread = Started.virtual(locking).blocked();

    assertTrue(task.cancel());
    hand.turn();
    lock.unlock();

    assertTrue(thread.get());
    assertTrue(lock.tryLock());
  }

  @Test
  void acquire_ofTasksOneAfterTheOther_eachHasTheLockToItself() throws Exception {
    int[] count = new int[1]; // guarded by the lock
    Callable<Integer> counting =
        () ->
            hand.runtime.blockOn(
                Tasks.map(
                    lock.acquire(),
                    held -> {
                      try (held) {
                        return ++count[0];
                      }
                    }));

    assertEquals(1, counting.call());
    assertEquals(2, counting.call());
    assertTrue(lock.tryLock());
  }
}
