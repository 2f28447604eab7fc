package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that wait for a lock that the test holds. */
@SuppressWarnings("LockNotBeforeTry") // the test holds the lock while others wait for it
class LoomLockWaitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock hand = new HandClock();
  private final LoomLock lock = hand.bridge.lock();

  @AfterEach
  void close() {
    hand.close();
  }

  static Stream<Thread.Builder> kinds() {
    return Stream.of(Thread.ofVirtual(), Thread.ofPlatform().daemon());
  }

  /** Takes the lock and gives it back; whether the flag was set then. */
  private final Callable<Boolean> locking =
      () -> {
        lock.lock();
        try {
          return Thread.currentThread().isInterrupted();
        } finally {
          lock.unlock();
        }
      };

  private final Callable<Boolean> lockingInterruptibly =
      () -> {
        lock.lockInterruptibly();
        lock.unlock();
        return true;
      };

  private final Callable<Boolean> tryingForASecond =
      () -> {
        boolean taken = lock.tryLock(1, TimeUnit.SECONDS);
        if (taken) {
          lock.unlock();
        }
        return taken;
      };

  @ParameterizedTest
  @MethodSource("kinds")
  void lock_ofSeveralThreads_goesToThemInTheOrderInWhichTheyCame(Thread.Builder kind)
      throws Exception {
    List<Integer> order = new ArrayList<>(); // guarded by the lock
    List<Integer> expected = new ArrayList<>();
    List<Started<?>> threads = new ArrayList<>();
    lock.lock();
    for (int i = 0; i < 5; i++) {
      int number = i;
      Callable<Boolean> body =
          () -> {
            lock.lock();
            order.add(number);
            lock.unlock();
            return true;
          };
      threads.add(Started.on(kind, body).blocked());
      expected.add(number);
    }
    lock.unlock();
    for (Started<?> thread : threads) {
      thread.get();
    }
    assertEquals(expected, order);
  }

  @Test
  void lock_interrupted_keepsItsPlaceAndTheFlag() throws Exception {
    lock.lock();
    Started<Boolean> first = Started.virtual(locking).blocked();
    Started<Boolean> second = Started.virtual(locking).blocked();

    first.thread().interrupt();
    Eventually.await("the interrupt is taken", () -> !first.thread().isInterrupted());
    first.blocked();
    lock.unlock();

    assertTrue(first.get());
    assertFalse(second.get());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void lockInterruptibly_interrupted_leavesTheLine(Thread.Builder kind) throws Exception {
    lock.lock();
    Started<Boolean> first = Started.on(kind, lockingInterruptibly).blocked();
    Started<Boolean> second = Started.on(kind, lockingInterruptibly).blocked();

    first.thread().interrupt();
    assertInstanceOf(InterruptedException.class, first.failure());
    lock.unlock();

    assertTrue(second.get());
  }

  @Test
  void tryLock_whoseTimeIsOver_leavesTheLine() throws Exception {
    lock.lock();
    Started<Boolean> first = Started.virtual(tryingForASecond);
    hand.awaitTimers(1);
    Started<Boolean> second = Started.virtual(locking).blocked();

    hand.advance(SECOND.minusNanos(1));
    assertFalse(first.result().isDone());
    hand.advance(Duration.ofNanos(1));

    assertFalse(first.get());
    lock.unlock();
    assertFalse(second.get());
    assertTrue(lock.tryLock());
  }

  @Test
  void tryLock_givenTheLockInTime_takesItsTimerOut() throws Exception {
    lock.lock();
    Started<Boolean> first = Started.virtual(tryingForASecond);
    hand.awaitTimers(1);

    lock.unlock();

    assertTrue(first.get());
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
  }

  @Test
  void tryLock_withoutTime_doesNotWait() throws Exception {
    lock.lock();

    assertFalse(Started.virtual(() -> lock.tryLock(-1, TimeUnit.SECONDS)).get());
    assertFalse(Started.virtual(lock::tryLock).get());
  }

  @Test
  void lock_underALimitThatIsOver_waitsOn() throws Exception {
    lock.lock();
    Started<Boolean> limited =
        Started.virtual(() -> hand.bridge.withTimeoutUninterrupted(SECOND, locking));
    hand.awaitTimers(1);
    limited.blocked();
    hand.advance(SECOND);
    assertFalse(limited.blocked().result().isDone());

    lock.unlock();

    assertInstanceOf(TimeoutException.class, limited.failure());
    assertTrue(lock.tryLock());
  }

  @Test
  void lockInterruptibly_underALimitThatIsOver_ends() {
    lock.lock();
    Started<Boolean> gentle =
        Started.virtual(() -> hand.bridge.withTimeoutUninterrupted(SECOND, lockingInterruptibly));
    Started<Boolean> harsh =
        Started.virtual(() -> hand.bridge.withTimeout(SECOND, lockingInterruptibly));
    hand.awaitTimers(2);
    gentle.blocked();
    harsh.blocked();

    hand.advance(SECOND);

    assertInstanceOf(TimeoutException.class, gentle.failure());
    assertInstanceOf(TimeoutException.class, harsh.failure());
    lock.unlock();
    assertTrue(lock.tryLock());
  }
}
