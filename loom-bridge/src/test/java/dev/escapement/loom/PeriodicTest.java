package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Periodic tasks, by a clock that the test moves. */
class PeriodicTest {
  private final HandClock hand = new HandClock();
  private final LoomScheduledExecutor executor = hand.bridge.scheduledExecutor();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    var _ = executor.shutdownNow();
    hand.close();
  }

  private void awaitRuns(int expected) {
    Eventually.await(expected + " runs", () -> runs.get() == expected);
    hand.awaitTimers(1);
  }

  @Test
  void fixedRate_afterALeapOfTheClock_catchesUp() {
    ScheduledFuture<?> task =
        executor.scheduleAtFixedRate(runs::incrementAndGet, 1, 1, TimeUnit.SECONDS);
    assertEquals(1000, task.getDelay(TimeUnit.MILLISECONDS));
    hand.awaitTimers(1);
    hand.advance(Duration.ofMillis(999));
    assertEquals(0, runs.get());
    hand.advance(Duration.ofMillis(1));
    awaitRuns(1);

    hand.advance(Duration.ofMillis(10_500));
    awaitRuns(11);
    assertEquals(500, task.getDelay(TimeUnit.MILLISECONDS));
    assertFalse(task.isDone());
  }

  @Test
  void fixedDelay_ofALongRun_countsFromItsEnd() {
    var go = new Semaphore(0);
    ScheduledFuture<?> task =
        executor.scheduleWithFixedDelay(
            () -> {
              runs.incrementAndGet();
              go.acquireUninterruptibly();
            },
            1,
            1,
            TimeUnit.SECONDS);
    hand.awaitTimers(1);
    hand.advance(Duration.ofSeconds(1));
    Eventually.await("the first run", () -> runs.get() == 1);
    hand.advance(Duration.ofMillis(7_300));
    assertEquals(1, runs.get());
    go.release();
    hand.awaitTimers(1);
    assertEquals(1000, task.getDelay(TimeUnit.MILLISECONDS));
    go.release();
    hand.advance(Duration.ofSeconds(1));
    awaitRuns(2);
  }

  @Test
  void fixedRate_whoseRunIsLong_neverOverlaps() {
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    var _ =
        executor.scheduleAtFixedRate(
            () -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              LockSupport.parkNanos(1);
              underWay.decrementAndGet();
              runs.incrementAndGet();
            },
            1,
            1,
            TimeUnit.MILLISECONDS);
    hand.awaitTimers(1);
    hand.advance(Duration.ofSeconds(2));
    awaitRuns(2000);
    assertEquals(1, most.get());
  }

  @Test
  void periodic_thatThrows_endsAndTells() throws Exception {
    var thrown = new IllegalStateException("third");
    ScheduledFuture<?> task =
        executor.scheduleAtFixedRate(
            () -> {
              if (runs.incrementAndGet() == 3) {
                throw thrown;
              }
            },
            1,
            1,
            TimeUnit.SECONDS);
    hand.awaitTimers(1);
    hand.advance(Duration.ofSeconds(10));
    assertSame(thrown, assertThrows(ExecutionException.class, task::get).getCause());
    assertTrue(task.isDone());
    assertFalse(task.isCancelled());
    executor.close();
    assertEquals(3, runs.get());
  }

  @Test
  void periodic_cancelledBetweenRuns_hasNoTimer() {
    ScheduledFuture<?> task =
        executor.scheduleWithFixedDelay(runs::incrementAndGet, 0, 1, TimeUnit.SECONDS);
    awaitRuns(1);
    assertTrue(task.cancel(false));
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
    assertThrows(CancellationException.class, task::get);
    executor.close();
  }

  @Test
  void periodic_cancelledByItself_endsWithThatRun() throws Exception {
    var self = new CompletableFuture<ScheduledFuture<?>>();
    self.complete(
        executor.scheduleAtFixedRate(
            () -> {
              runs.incrementAndGet();
              self.join().cancel(true);
            },
            0,
            1,
            TimeUnit.NANOSECONDS));
    assertThrows(CancellationException.class, self.join()::get);
    executor.close();
    assertEquals(1, runs.get());
  }

  @Test
  void fixedRate_thatIsBehindWhenTheRuntimeCloses_ends() throws Exception {
    ScheduledFuture<?> task =
        executor.scheduleAtFixedRate(runs::incrementAndGet, 1, 1, TimeUnit.NANOSECONDS);
    hand.awaitTimers(1);
    hand.advance(Duration.ofDays(1));
    Eventually.await("some runs", () -> runs.get() > 10);
    hand.close();
    assertThrows(CancellationException.class, task::get);
    executor.close();
    assertTrue(executor.isTerminated());
  }

  @Test
  void fixedRate_pastTheEndOfTime_isNeverDueAgain() {
    ScheduledFuture<?> task =
        executor.scheduleAtFixedRate(runs::incrementAndGet, 1, Long.MAX_VALUE, TimeUnit.DAYS);
    hand.advance(Duration.ofDays(2));
    Eventually.await("one run", () -> task.getDelay(TimeUnit.DAYS) > 100_000);
    assertEquals(1, runs.get());
    assertTrue(task.cancel(false));
  }
}
