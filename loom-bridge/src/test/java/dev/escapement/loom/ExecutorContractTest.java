package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Submitting, and what the holder of a future sees: the same as of the JDK's executor. */
class ExecutorContractTest {
  enum Kind {
    JDK,
    LOOM,
    LOOM_BOUNDED
  }

  private final TaskRuntime runtime = TaskRuntime.start();
  private ScheduledExecutorService executor;

  @AfterEach
  void close() {
    if (executor != null) {
      var _ = executor.shutdownNow();
    }
    runtime.close();
  }

  private ScheduledExecutorService make(Kind kind) {
    executor =
        switch (kind) {
          case JDK -> new ScheduledThreadPoolExecutor(2);
          case LOOM -> LoomBridge.of(runtime).scheduledExecutor();
          case LOOM_BOUNDED ->
              LoomBridge.builder(runtime).maxConcurrentRuns(2).build().scheduledExecutor();
        };
    return executor;
  }

  private static void none() {}

  @ParameterizedTest
  @EnumSource
  void submit_ofEveryForm_tellsItsResult(Kind kind) throws Exception {
    var e = make(kind);
    assertEquals("a", e.submit(() -> "a").get());
    assertEquals("b", e.submit(ExecutorContractTest::none, "b").get());
    assertNull(e.submit(ExecutorContractTest::none).get());
    assertEquals("c", e.schedule(() -> "c", 1, TimeUnit.MILLISECONDS).get());
    assertNull(e.schedule(ExecutorContractTest::none, 1, TimeUnit.MILLISECONDS).get());
    assertEquals("d", e.schedule(() -> "d", Long.MIN_VALUE, TimeUnit.DAYS).get());
    var ran = new CountDownLatch(1);
    e.execute(ran::countDown);
    assertTrue(ran.await(30, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource
  void submit_ofNull_throwsAndSubmitsNothing(Kind kind) throws Exception {
    var e = make(kind);
    Callable<String> call = () -> "";
    Runnable run = ExecutorContractTest::none;
    TimeUnit s = TimeUnit.SECONDS;
    List<Executable> calls =
        List.of(
            () -> e.execute(null),
            () -> e.submit((Runnable) null),
            () -> e.submit((Callable<?>) null),
            () -> e.submit(null, ""),
            () -> e.schedule((Runnable) null, 1, s),
            () -> e.schedule((Callable<?>) null, 1, s),
            () -> e.schedule(run, 1, null),
            () -> e.schedule(call, 1, null),
            () -> e.scheduleAtFixedRate(null, 1, 1, s),
            () -> e.scheduleAtFixedRate(run, 1, 1, null),
            () -> e.scheduleWithFixedDelay(null, 1, 1, s),
            () -> e.scheduleWithFixedDelay(run, 1, 1, null),
            () -> e.awaitTermination(1, null),
            () -> e.submit(call).get(1, null));
    for (Executable refused : calls) {
      assertThrows(NullPointerException.class, refused);
    }
    e.shutdown();
    assertTrue(e.awaitTermination(30, s));
  }

  @ParameterizedTest
  @EnumSource
  void periodic_withoutAPeriod_isRefused(Kind kind) {
    var e = make(kind);
    Runnable run = ExecutorContractTest::none;
    for (long period : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> e.scheduleAtFixedRate(run, 1, period, TimeUnit.SECONDS));
      assertThrows(
          IllegalArgumentException.class,
          () -> e.scheduleWithFixedDelay(run, 1, period, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void submit_afterShutdown_isRejected(Kind kind) {
    var e = make(kind);
    e.shutdown();
    Runnable run = ExecutorContractTest::none;
    TimeUnit s = TimeUnit.SECONDS;
    List<Executable> calls =
        List.of(
            () -> e.execute(run),
            () -> e.submit(run),
            () -> e.submit(run, ""),
            () -> e.submit(() -> ""),
            () -> e.schedule(run, 1, s),
            () -> e.schedule(() -> "", 1, s),
            () -> e.scheduleAtFixedRate(run, 1, 1, s),
            () -> e.scheduleWithFixedDelay(run, 1, 1, s),
            () -> e.invokeAll(List.of(() -> "")),
            () -> e.invokeAny(List.of(() -> "")));
    for (Executable refused : calls) {
      assertThrows(RejectedExecutionException.class, refused);
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_ofWhatThrew_wrapsIt(Kind kind) {
    var thrown = new CancellationException("mine");
    Future<?> future =
        make(kind)
            .submit(
                () -> {
                  throw thrown;
                });

    assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    assertTrue(future.isDone());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.FAILED, future.state());
    assertSame(thrown, future.exceptionNow());
    assertFalse(future.cancel(true));
  }

  @ParameterizedTest
  @EnumSource
  void get_withALimit_throwsTimeout(Kind kind) throws Exception {
    Future<?> future = make(kind).schedule(() -> "", 1, TimeUnit.HOURS);
    assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
    assertThrows(TimeoutException.class, () -> future.get(-1, TimeUnit.DAYS));
    assertFalse(future.isDone());
  }

  @ParameterizedTest
  @EnumSource
  void get_onAnInterruptedThread_throwsUnlessTheResultIsThere(Kind kind) throws Exception {
    var e = make(kind);
    Future<String> done = e.submit(() -> "x");
    assertEquals("x", done.get());
    Future<String> pending = e.schedule(() -> "", 1, TimeUnit.HOURS);

    Thread.currentThread().interrupt();
    assertEquals("x", done.get());
    assertThrows(InterruptedException.class, pending::get);
    assertFalse(Thread.currentThread().isInterrupted());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> pending.get(1, TimeUnit.HOURS));
    assertFalse(Thread.interrupted());
  }

  @ParameterizedTest
  @EnumSource
  void cancel_ofARun_interruptsItAndTellsAtOnce(Kind kind) throws Exception {
    var began = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Future<?> future =
        make(kind)
            .submit(
                () -> {
                  began.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
    began.await();

    assertTrue(future.cancel(true));
    assertFalse(future.cancel(true));
    assertTrue(future.isDone() && future.isCancelled());
    assertThrows(CancellationException.class, future::get);
    assertTrue(interrupted.await(30, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource
  void cancel_withoutInterrupt_letsTheRunEnd(Kind kind) throws Exception {
    var e = make(kind);
    var began = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    Future<?> future =
        e.submit(
            () -> {
              began.countDown();
              go.await();
              interrupted.set(Thread.currentThread().isInterrupted());
              return "";
            });
    began.await();
    assertTrue(future.cancel(false));
    e.shutdown();
    assertFalse(e.awaitTermination(1, TimeUnit.MILLISECONDS));
    go.countDown();
    assertTrue(e.awaitTermination(30, TimeUnit.SECONDS));
    assertFalse(interrupted.get());
  }

  @ParameterizedTest
  @EnumSource
  void delays_ofAllLengths_areOrdered(Kind kind) {
    var e = make(kind);
    ScheduledFuture<?> never = e.schedule(() -> "", Long.MAX_VALUE, TimeUnit.DAYS);
    ScheduledFuture<?> hour = e.schedule(() -> "", 1, TimeUnit.HOURS);
    ScheduledFuture<?> later = e.schedule(() -> "", 2, TimeUnit.HOURS);
    assertTrue(hour.compareTo(later) < 0 && later.compareTo(hour) > 0);
    assertTrue(later.compareTo(never) < 0 && never.compareTo(hour) > 0);
    assertTrue(never.getDelay(TimeUnit.DAYS) > 50_000);
    assertTrue(hour.getDelay(TimeUnit.MINUTES) <= 60 && later.getDelay(TimeUnit.SECONDS) > 3600);
  }

  @ParameterizedTest
  @EnumSource
  void fixedDelay_ofTheLongest_runsOnce(Kind kind) throws Exception {
    var e = make(kind);
    var runs = new AtomicInteger();
    var first = new CountDownLatch(1);
    ScheduledFuture<?> task =
        e.scheduleWithFixedDelay(
            () -> {
              runs.incrementAndGet();
              first.countDown();
            },
            0,
            Long.MAX_VALUE,
            TimeUnit.NANOSECONDS);
    assertTrue(first.await(30, TimeUnit.SECONDS));
    e.shutdown();
    assertTrue(e.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(task.isCancelled());
    assertEquals(1, runs.get());
  }
}
