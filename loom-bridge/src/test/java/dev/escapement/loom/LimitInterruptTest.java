package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interrupts by others, around a limit and in it: none is lost, and ours never strays. */
class LimitInterruptTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int ROUNDS = 20_000;

  private final HandClock hand = new HandClock();

  @AfterEach
  void close() {
    hand.close();
  }

  @Test
  void interrupt_beforeTheLimitIsOver_isThrownAsItIs() throws Exception {
    JoinHandle<Boolean> thread =
        hand.bridge.fork(
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              assertThrows(
                  InterruptedException.class,
                  () ->
                      hand.bridge.withTimeout(
                          LIMIT,
                          () -> {
                            Loom.sleep(LIMIT);
                            return 1;
                          }));
              return Thread.currentThread().isInterrupted();
            });
    assertFalse(thread.join(Eventually.LIMIT));
  }

  @Test
  void interrupt_thatTheBodyLeavesPending_isPendingAfterwards() throws Exception {
    assertEquals(
        1,
        hand.bridge.withTimeout(
            LIMIT,
            () -> {
              Thread.currentThread().interrupt();
              return 1;
            }));
    assertTrue(Thread.interrupted());
  }

  @Test
  void interrupt_pendingWhenOursComes_isPendingAfterwards() throws Exception {
    var interrupted = new CountDownLatch(1);
    JoinHandle<Boolean> thread =
        hand.bridge.fork(
            "pending",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      hand.bridge.withTimeout(
                          LIMIT,
                          () -> {
                            Thread.currentThread().interrupt();
                            interrupted.countDown();
                            awaitFired();
                            return 1;
                          }));
              return Thread.interrupted();
            });
    interrupted.await();
    hand.advance(LIMIT);
    assertTrue(thread.join(Eventually.LIMIT));
  }

  /** The limit is over, and the turn that fired it has ended. */
  private void awaitFired() {
    while (hand.runtime.snapshot().timers().pending() > 0
        || hand.runtime.snapshot().timers().fired() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void interrupt_afterOursWasTaken_isPendingAfterwards() throws Exception {
    JoinHandle<Boolean> thread =
        hand.bridge.fork(
            "unwinding",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      hand.bridge.withTimeout(
                          LIMIT,
                          () -> {
                            try {
                              Loom.sleep(LIMIT.plus(LIMIT));
                              return 1;
                            } finally {
                              Thread.currentThread().interrupt();
                            }
                          }));
              return Thread.interrupted();
            });
    hand.awaitTimers(2);
    hand.advance(LIMIT);
    assertTrue(thread.join(Eventually.LIMIT));
  }

  @Test
  void interrupt_takenBeforeOursComes_isPendingAfterwards() throws Exception {
    var unwinding = new CountDownLatch(1);
    JoinHandle<Boolean> thread =
        hand.bridge.fork(
            "unwinding",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      hand.bridge.withTimeout(
                          LIMIT,
                          () -> {
                            Thread.currentThread().interrupt();
                            try {
                              Loom.sleep(LIMIT);
                              return 1;
                            } finally {
                              unwinding.countDown();
                              awaitFired();
                            }
                          }));
              return Thread.interrupted();
            });
    unwinding.await();
    hand.advance(LIMIT);
    assertTrue(thread.join(Eventually.LIMIT));
  }

  @Test
  void limit_inTheCleanUpOfACancelledFork_leavesNoInterrupt() throws Exception {
    var stray = new AtomicReference<Boolean>();
    var cleaned = new CountDownLatch(1);
    JoinHandle<Integer> fork =
        hand.bridge.fork(
            "cleaning up",
            () -> {
              assertThrows(InterruptedException.class, () -> Loom.sleep(LIMIT.plus(LIMIT)));
              assertThrows(
                  TimeoutException.class,
                  () ->
                      Loom.withTimeout(
                          Duration.ZERO,
                          () -> {
                            Loom.sleep(LIMIT);
                            return 1;
                          }));
              stray.set(Thread.interrupted());
              cleaned.countDown();
              return 1;
            });
    hand.awaitTimers(1);
    assertTrue(fork.cancel());
    cleaned.await();
    assertEquals(false, stray.get());
  }

  @Test
  void cancelOfTheFork_togetherWithTheLimit_isNotLost() throws Exception {
    var fork = new AtomicReference<JoinHandle<Integer>>();
    var told = new CountDownLatch(1);
    var later = new AtomicReference<Throwable>();
    fork.set(
        hand.bridge.fork(
            "cancelled",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      hand.bridge.withTimeout(
                          LIMIT,
                          () -> {
                            awaitFired();
                            while (hand.runtime.snapshot().tasks().cancelled() == 0) {
                              Thread.onSpinWait();
                            }
                            return 1;
                          }));
              later.set(assertThrows(Exception.class, () -> Loom.sleep(LIMIT)));
              told.countDown();
              return 1;
            }));
    hand.awaitTimers(1);
    hand.advance(LIMIT);
    assertTrue(fork.get().cancel());
    told.await();
    assertInstanceOf(InterruptedException.class, later.get());
    assertThrows(CancellationException.class, () -> fork.get().join(Eventually.LIMIT));
  }

  @Test
  void bodies_thatEndAtTheirLimit_leaveNoInterruptAndHaveOneOutcome() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      Callable<int[]> rounds =
          () -> {
            int[] outcomes = new int[2];
            for (int i = 0; i < ROUNDS; i++) {
              long limit = 20_000L + i % 60_000;
              long end = System.nanoTime() + limit + 30_000;
              try {
                outcomes[0] +=
                    bridge.withTimeout(
                        Duration.ofNanos(limit),
                        () -> {
                          while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                          }
                          return 1;
                        });
              } catch (TimeoutException e) {
                outcomes[1]++;
              }
              assertFalse(Thread.interrupted(), "a stray interrupt");
            }
            return outcomes;
          };
      int[] outcomes = bridge.fork("rounds", rounds).join(Duration.ofMinutes(2));
      assertEquals(ROUNDS, outcomes[0] + outcomes[1]);
      assertTrue(outcomes[0] > 0 && outcomes[1] > 0, outcomes[0] + " and " + outcomes[1]);
    }
  }
}
