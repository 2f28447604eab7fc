package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time limits around blocking code, on a clock that the test moves. */
class WithTimeoutTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final HandClock hand = new HandClock();
  private final LoomBridge bridge = hand.bridge;

  @AfterEach
  void close() {
    hand.close();
  }

  /** Forks a thread, lets the clock pass the limit once it has so many timers, and joins it. */
  private <T> T passing(int timers, Callable<T> body) throws Exception {
    JoinHandle<T> thread = bridge.fork("limited", body);
    hand.awaitTimers(timers);
    hand.advance(LIMIT);
    return thread.join(Eventually.LIMIT);
  }

  @Test
  void body_inTime_returnsItsValueAndLeavesNoTimer() throws Exception {
    assertEquals("done", bridge.withTimeout(LIMIT, () -> "done"));
    assertNull(bridge.<String>withTimeout(LIMIT, () -> null));
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void body_thatFails_isWrappedOnce() {
    IOException cause = new IOException("planted");
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                bridge.withTimeout(
                    LIMIT,
                    () -> {
                      throw cause;
                    }));
    assertSame(cause, thrown.getCause());
    thrown =
        assertThrows(
            ExecutionException.class,
            () -> bridge.withTimeout(LIMIT, () -> bridge.await(Tasks.failed(cause))));
    assertSame(cause, thrown.getCause());
  }

  @Test
  void body_thatIsLate_isInterruptedOnce() throws Exception {
    String message =
        passing(
            2,
            () -> {
              Exception late =
                  assertThrows(
                      TimeoutException.class,
                      () ->
                          bridge.withTimeout(
                              LIMIT,
                              () -> {
                                bridge.sleep(LONG);
                                return 1;
                              }));
              assertFalse(Thread.currentThread().isInterrupted());
              bridge.sleep(Duration.ZERO);
              return late.getMessage();
            });
    assertEquals("the time limit of PT1S is over", message);
  }

  @Test
  void body_thatSwallowsTheInterrupt_isWaitedForAndLate() throws Exception {
    passing(
        2,
        () -> {
          TimeoutException late =
              assertThrows(
                  TimeoutException.class,
                  () ->
                      bridge.withTimeout(
                          LIMIT,
                          () -> {
                            assertThrows(InterruptedException.class, () -> bridge.sleep(LONG));
                            throw new IOException("while it unwound");
                          }));
          assertEquals("while it unwound", late.getSuppressed()[0].getMessage());
          return null;
        });
  }

  @Test
  void body_thatNeverBlocks_isLateAndItsInterruptIsGone() throws Exception {
    var stop = new CountDownLatch(1);
    JoinHandle<Boolean> thread =
        bridge.fork(
            "busy",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      bridge.withTimeout(
                          LIMIT,
                          () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                              Thread.onSpinWait();
                            }
                            return 1;
                          }));
              boolean stray = Thread.currentThread().isInterrupted();
              stop.await();
              return stray;
            });
    hand.awaitTimers(1);
    hand.advance(LIMIT);
    stop.countDown();
    assertFalse(thread.join(Eventually.LIMIT));
  }

  @Test
  void limit_overWhileATaskIsAwaited_cancelsTheTask() throws Exception {
    var promise = new Promise<Integer>();
    JoinHandle<Integer> awaited = hand.runtime.spawn("awaited", promise.asTask());
    passing(
        1,
        () -> {
          assertThrows(
              TimeoutException.class,
              () -> bridge.withTimeout(LIMIT, () -> bridge.await(awaited.asTask())));
          return null;
        });
    hand.turn();
    assertEquals(1, hand.runtime.dump().tasks().size(), "only what was spawned elsewhere is left");
  }

  @Test
  void limit_ofZeroOrLess_isOverAtTheFirstBlockingCall() {
    for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertThrows(
          TimeoutException.class,
          () ->
              bridge.withTimeout(
                  none,
                  () -> {
                    bridge.sleep(LONG);
                    return 1;
                  }));
      assertFalse(Thread.currentThread().isInterrupted());
      assertThrows(
          TimeoutException.class,
          () ->
              bridge.withTimeoutUninterrupted(
                  none,
                  () -> {
                    assertThrows(InterruptedException.class, () -> bridge.sleep(LONG));
                    assertFalse(Thread.currentThread().isInterrupted());
                    return 1;
                  }));
    }
  }

  @Test
  void limitWithoutInterrupt_overInABlockingCall_endsThatCall() throws Exception {
    String message =
        passing(
            2,
            () -> {
              TimeoutException late =
                  assertThrows(
                      TimeoutException.class,
                      () ->
                          bridge.withTimeoutUninterrupted(
                              LIMIT,
                              () -> {
                                bridge.sleep(LONG);
                                return 1;
                              }));
              assertFalse(Thread.currentThread().isInterrupted());
              return late.getMessage();
            });
    assertEquals("the time limit of PT1S is over", message);
  }

  @Test
  void limitWithoutInterrupt_over_leavesOtherBlockingCallsAlone() throws Exception {
    var socket = new CountDownLatch(1);
    JoinHandle<Boolean> thread =
        bridge.fork(
            "on a socket",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      bridge.withTimeoutUninterrupted(
                          LIMIT,
                          () -> {
                            socket.await();
                            return 1;
                          }));
              return true;
            });
    hand.awaitTimers(1);
    hand.advance(LIMIT);
    assertFalse(thread.isDone());
    socket.countDown();
    assertTrue(thread.join(Eventually.LIMIT));
  }

  @Test
  void runtime_thatCloses_endsTheLimitAsCancelled() throws Exception {
    var result = new CountDownLatch(1);
    Throwable[] seen = new Throwable[1];
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              seen[0] =
                  assertThrows(
                      Exception.class,
                      () ->
                          bridge.withTimeout(
                              LIMIT,
                              () -> {
                                new CountDownLatch(1).await();
                                return 1;
                              }));
              result.countDown();
            });
    hand.awaitTimers(1);
    hand.close();
    result.await();
    assertInstanceOf(CancellationException.class, seen[0]);
    thread.join();
    assertThrows(RejectedExecutionException.class, () -> bridge.withTimeout(LIMIT, () -> 1));
  }
}
