package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Poll;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The end of an executor, and the end of its runtime before it. */
class ExecutorCloseTest {
  private final HandClock hand = new HandClock();
  private final LoomScheduledExecutor executor = hand.bridge.scheduledExecutor();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @AfterEach
  void close() {
    go.countDown();
    var _ = executor.shutdownNow();
    hand.close();
  }

  /** A run that ignores interrupts until it is let go. */
  private Future<String> stubborn() throws InterruptedException {
    Future<String> future =
        executor.submit(
            () -> {
              began.countDown();
              while (true) {
                try {
                  go.await();
                  return interrupted.getCount() == 0 ? "interrupted" : "";
                } catch (InterruptedException e) {
                  interrupted.countDown();
                }
              }
            });
    began.await();
    return future;
  }

  @Test
  void close_withARunUnderWay_waitsForIt() throws Exception {
    Future<String> future = stubborn();
    Thread closer = Thread.ofVirtual().start(executor::close);
    Eventually.awaitBlocked(closer);
    assertTrue(executor.isShutdown());
    assertFalse(executor.isTerminated());
    go.countDown();
    closer.join();
    assertTrue(executor.isTerminated());
    assertEquals("", future.get());
    executor.close();
  }

  @Test
  void close_interrupted_interruptsTheRunsAndKeepsTheFlag() throws Exception {
    Future<String> future = stubborn();
    var flag =
        new FutureTask<>(
            () -> {
              executor.close();
              return Thread.currentThread().isInterrupted();
            });
    Thread closer = Thread.ofVirtual().start(flag);
    Eventually.awaitBlocked(closer);
    closer.interrupt();
    interrupted.await();
    Eventually.awaitBlocked(closer);
    go.countDown();
    assertTrue(flag.get());
    assertEquals("interrupted", future.get());
  }

  @Test
  void close_inALimitThatIsOver_blocksOnAndLeavesTheFlagAlone() throws Exception {
    Future<String> future = stubborn();
    var flag =
        new FutureTask<>(
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      hand.bridge.withTimeoutUninterrupted(
                          Duration.ofSeconds(1),
                          () -> {
                            executor.close();
                            return "";
                          }));
              return Thread.currentThread().isInterrupted();
            });
    Thread closer = Thread.ofVirtual().start(flag);
    Eventually.awaitBlocked(closer);
    hand.awaitTimers(1);
    hand.advance(Duration.ofSeconds(1));
    interrupted.await();
    Eventually.awaitBlocked(closer); // a wait that the limit ended again and again would not
    go.countDown();
    assertFalse(flag.get());
    assertEquals("interrupted", future.get());
  }

  @Test
  void awaitTermination_beforeTheEnd_isFalseOnceItsTimeIsOver() throws Exception {
    assertFalse(executor.awaitTermination(0, TimeUnit.SECONDS));
    assertFalse(executor.awaitTermination(-1, TimeUnit.DAYS));
    var waiter = new FutureTask<>(() -> executor.awaitTermination(1, TimeUnit.SECONDS));
    Thread.ofVirtual().start(waiter);
    hand.awaitTimers(1);
    hand.advance(Duration.ofSeconds(1));
    assertFalse(waiter.get());
  }

  @Test
  void runtimeClose_withTasksAlive_cancelsWhatHasNotBegun() throws Exception {
    Future<String> running = stubborn();
    Future<?> delayed = executor.schedule(() -> "", 1, TimeUnit.HOURS);
    Future<?> never = executor.schedule(() -> "", Long.MAX_VALUE, TimeUnit.DAYS);
    Future<?> periodic = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
    var waiter = new FutureTask<>(() -> running.get(50, TimeUnit.MILLISECONDS));
    Eventually.awaitBlocked(Thread.ofVirtual().start(waiter));
    hand.close();

    for (Future<?> future : List.of(delayed, never, periodic)) {
      assertThrows(CancellationException.class, future::get);
    }
    assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> ""));
    // the clock of the runtime stands still, the limits hold all the same
    Throwable late = assertThrows(ExecutionException.class, waiter::get).getCause();
    assertInstanceOf(TimeoutException.class, late);
    assertThrows(TimeoutException.class, () -> running.get(20, TimeUnit.MILLISECONDS));
    executor.shutdown();
    assertFalse(executor.awaitTermination(20, TimeUnit.MILLISECONDS));
    go.countDown();
    assertEquals("", running.get(1, TimeUnit.HOURS));
    assertTrue(executor.awaitTermination(1, TimeUnit.HOURS));
    executor.close();
  }

  @Test
  void blockingCalls_onTheCarrier_areRefusedWithARemedy() throws Exception {
    Future<?> pending = executor.schedule(() -> "", 1, TimeUnit.HOURS);
    Future<String> done = executor.submit(() -> "done");
    assertEquals("done", done.get());
    List<Executable> calls =
        List.of(
            pending::get,
            () -> pending.get(1, TimeUnit.SECONDS),
            executor::close,
            () -> executor.awaitTermination(1, TimeUnit.SECONDS),
            () -> executor.invokeAll(List.of(() -> "")),
            () -> executor.invokeAll(List.of(() -> ""), 1, TimeUnit.SECONDS),
            () -> executor.invokeAny(List.of(() -> "")));
    hand.runtime
        .spawn(
            _ -> {
              for (Executable call : calls) {
                String message = assertThrows(IllegalStateException.class, call).getMessage();
                assertTrue(message.contains("LoomBridge.blocking"), message);
              }
              assertEquals("done", done.get());
              assertEquals("done", done.get(1, TimeUnit.SECONDS));
              return Poll.ready("");
            })
        .join();
    assertFalse(executor.isShutdown());
  }
}
