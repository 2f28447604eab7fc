package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits with a limit, on a clock that the test moves. */
// the test holds the lock while others wait for it, and looks at every single wait
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class LoomConditionTimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long SECOND_NANOS = SECOND.toNanos();

  private final HandClock hand = new HandClock();
  private final LoomLock lock = hand.bridge.lock();
  private final Condition condition = lock.newCondition();

  @AfterEach
  void close() {
    hand.close();
  }

  private <T> Callable<T> locked(Callable<T> wait) {
    return () -> {
      lock.lock();
      try {
        return wait.call();
      } finally {
        lock.unlock();
      }
    };
  }

  /** Started, and waiting with its timer registered. */
  private <T> Started<T> waiter(Callable<T> wait) {
    Started<T> started = Started.virtual(locked(wait));
    hand.awaitTimers(1);
    return started;
  }

  private void signal() {
    lock.lock();
    condition.signal();
    lock.unlock();
  }

  @Test
  void awaitNanos_signalledInTime_tellsWhatIsLeft() throws Exception {
    Started<Long> waiter = waiter(() -> condition.awaitNanos(SECOND_NANOS));
    hand.advance(Duration.ofMillis(250));

    signal();

    assertEquals(750_000_000, waiter.get());
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
  }

  @Test
  void awaitNanos_whoseTimeIsOver_tellsSoAndLeavesTheLine() throws Exception {
    Started<Long> waiter = waiter(() -> condition.awaitNanos(SECOND_NANOS));
    hand.advance(SECOND);
    assertEquals(0, waiter.get());

    Started<Boolean> later = waiter(() -> condition.await(1, TimeUnit.SECONDS));
    signal();
    assertTrue(later.get());
  }

  @Test
  void await_withoutTime_givesTheLockBackOnceAndReturns() throws Exception {
    lock.lock();
    Started<Boolean> other = Started.virtual(locked(() -> true)).blocked();

    assertFalse(condition.await(0, TimeUnit.SECONDS));
    assertTrue(other.result().isDone() || other.get());
    assertTrue(condition.awaitNanos(-5) <= 0);
    lock.unlock();
  }

  @Test
  void await_forEver_hasNoTimer() throws Exception {
    Started<Boolean> waiter =
        Started.virtual(locked(() -> condition.await(Long.MAX_VALUE, TimeUnit.DAYS))).blocked();
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());

    signal();

    assertTrue(waiter.get());
  }

  @Test
  void awaitUntil_aTimeOfDay_isCountedByTheRuntimesClock() throws Exception {
    Date inASecond = Date.from(Instant.EPOCH.plus(SECOND));
    Started<Boolean> late = waiter(() -> condition.awaitUntil(inASecond));
    hand.advance(SECOND.minusNanos(1));
    assertFalse(late.result().isDone());
    hand.advance(Duration.ofNanos(1));
    assertFalse(late.get());

    Date inTwo = Date.from(Instant.EPOCH.plus(SECOND.multipliedBy(2)));
    Started<Boolean> inTime = waiter(() -> condition.awaitUntil(inTwo));
    signal();
    assertTrue(inTime.get());
  }

  @Test
  void await_signalledAfterItsTimeButBeforeItHasTheLock_isSignalled() throws Exception {
    Started<Boolean> waiter = waiter(() -> condition.await(1, TimeUnit.SECONDS));
    lock.lock();
    hand.advance(SECOND);

    condition.signal();
    lock.unlock();

    assertTrue(waiter.get());
  }

  @Test
  void await_underALimitThatIsOver_endsWithTheLockHeld() throws Exception {
    Callable<Boolean> body =
        locked(
            () -> {
              condition.await();
              return true;
            });
    Started<Boolean> limited =
        Started.virtual(() -> hand.bridge.withTimeoutUninterrupted(SECOND, body));
    hand.awaitTimers(1);
    limited.blocked();

    hand.advance(SECOND);

    assertInstanceOf(TimeoutException.class, limited.failure());
    assertTrue(lock.tryLock());
  }

  @Test
  void await_whoseRuntimeCloses_goesOn() throws Exception {
    Started<Boolean> waiter =
        Started.virtual(
                locked(
                    () -> {
                      condition.await();
                      return true;
                    }))
            .blocked();
    hand.close();

    signal();

    assertTrue(waiter.get());
  }
}
