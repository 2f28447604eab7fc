package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tasks at once: the same as with the JDK's executor. */
class ExecutorInvokeTest {
  private static final TimeUnit S = TimeUnit.SECONDS;
  private final TaskRuntime runtime = TaskRuntime.start();
  private ScheduledExecutorService executor;
  private final AtomicInteger interrupts = new AtomicInteger();

  @AfterEach
  void close() {
    if (executor != null) {
      var _ = executor.shutdownNow();
    }
    runtime.close();
  }

  private ScheduledExecutorService make(boolean jdk) {
    executor =
        jdk ? Executors.newScheduledThreadPool(4) : LoomBridge.of(runtime).scheduledExecutor();
    return executor;
  }

  private String never() throws InterruptedException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupts.incrementAndGet();
      throw e;
    }
    return "never";
  }

  private static String failing() {
    throw new IllegalStateException("failed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invoke_ofNullOrNothing_isRefusedBeforeAnythingRuns(boolean jdk) throws Exception {
    var e = make(jdk);
    var ran = new AtomicInteger();
    List<Callable<Integer>> holed = Arrays.asList(ran::incrementAndGet, null);
    List<Callable<Integer>> one = List.of(ran::incrementAndGet);
    List<Executable> nulls =
        List.of(
            () -> e.invokeAll(null),
            () -> e.invokeAll(null, 1, S),
            () -> e.invokeAll(one, 1, null),
            () -> e.invokeAll(holed),
            () -> e.invokeAll(holed, 1, S),
            () -> e.invokeAny(null),
            () -> e.invokeAny(null, 1, S),
            () -> e.invokeAny(one, 1, null));
    for (Executable refused : nulls) {
      assertThrows(NullPointerException.class, refused);
    }
    assertThrows(IllegalArgumentException.class, () -> e.invokeAny(List.of()));
    assertThrows(IllegalArgumentException.class, () -> e.invokeAny(List.of(), 1, S));
    assertEquals(List.of(), e.invokeAll(List.<Callable<String>>of()));
    assertEquals(List.of(), e.invokeAll(List.<Callable<String>>of(), 1, S));
    assertTrue(jdk || ran.get() == 0); // the JDK's submits what comes before the null
  }

  @Test
  void invokeAny_withANullAmongOthers_isRefused() {
    var e = make(false);
    List<Callable<String>> holed = Arrays.asList(() -> "", null);
    assertThrows(NullPointerException.class, () -> e.invokeAny(holed));
    assertThrows(NullPointerException.class, () -> e.invokeAny(holed, 1, S));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invokeAll_ofMixedTasks_returnsAllDoneInTheirOrder(boolean jdk) throws Exception {
    List<Callable<String>> tasks = List.of(() -> "a", ExecutorInvokeTest::failing, () -> "c");
    for (List<Future<String>> all :
        List.of(make(jdk).invokeAll(tasks), executor.invokeAll(tasks, 1000, S))) {
      assertEquals("a", all.get(0).resultNow());
      assertInstanceOf(IllegalStateException.class, all.get(1).exceptionNow());
      assertEquals("c", all.get(2).resultNow());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invokeAll_beyondItsLimit_cancelsTheLate(boolean jdk) throws Exception {
    var begun = new AtomicInteger();
    Callable<String> late =
        () -> {
          begun.incrementAndGet();
          return never();
        };
    var e = make(jdk);
    int before;
    do { // again if one had not begun within that time: it is not interrupted either
      before = begun.get();
      List<Future<String>> all = e.invokeAll(List.of(late, late), 50, TimeUnit.MILLISECONDS);
      assertTrue(all.stream().allMatch(Future::isCancelled));
    } while (begun.get() < before + 2);
    Eventually.await("who has begun is interrupted", () -> interrupts.get() == begun.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invoke_whoseCallerIsInterrupted_cancelsAll(boolean jdk) {
    var e = make(jdk);
    var begun = new CountDownLatch(4);
    Callable<String> task =
        () -> {
          begun.countDown();
          return never();
        };
    List<Thread> callers = new ArrayList<>();
    List<FutureTask<?>> calls =
        List.of(
            new FutureTask<>(() -> e.invokeAll(List.of(task, task))),
            new FutureTask<>(() -> e.invokeAny(List.of(task, task))));
    for (FutureTask<?> call : calls) {
      callers.add(Thread.ofVirtual().start(call));
    }
    Eventually.await("all run", () -> begun.getCount() == 0);
    callers.forEach(Thread::interrupt);
    for (FutureTask<?> call : calls) {
      Throwable cause = assertThrows(ExecutionException.class, call::get).getCause();
      assertInstanceOf(InterruptedException.class, cause);
    }
    Eventually.await("all are interrupted", () -> interrupts.get() == 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invokeAny_withASuccess_returnsItAndCancelsTheRest(boolean jdk) throws Exception {
    var begun = new CountDownLatch(1);
    Callable<String> slow =
        () -> {
          begun.countDown();
          return never();
        };
    Callable<String> good =
        () -> {
          begun.await();
          return "good";
        };
    var e = make(jdk);
    assertEquals("good", e.invokeAny(List.of(ExecutorInvokeTest::failing, slow, good)));
    Eventually.await("the slow is interrupted", () -> interrupts.get() == 1);
    assertEquals("x", e.invokeAny(List.of(() -> "x"), 1000, S));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invokeAny_ofFailures_throwsTheLast(boolean jdk) {
    var e = make(jdk);
    List<Callable<String>> tasks = List.of(ExecutorInvokeTest::failing, () -> failing());
    for (Executable call :
        List.<Executable>of(() -> e.invokeAny(tasks), () -> e.invokeAny(tasks, 1000, S))) {
      assertInstanceOf(
          IllegalStateException.class, assertThrows(ExecutionException.class, call).getCause());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void invokeAny_beyondItsLimit_throwsTimeoutAndCancels(boolean jdk) {
    var e = make(jdk);
    assertThrows(
        TimeoutException.class, () -> e.invokeAny(List.of(this::never), 50, TimeUnit.MILLISECONDS));
    e.close();
    assertTrue(interrupts.get() <= 1);
  }

  @Test
  void invokeAny_whoseTasksAreCancelledBeforeTheyBegin_throws() throws Exception {
    executor = LoomBridge.builder(runtime).maxConcurrentRuns(1).build().scheduledExecutor();
    var held = new CountDownLatch(1);
    var began = new CountDownLatch(1);
    Future<?> holder =
        executor.submit(
            () -> {
              began.countDown();
              held.await();
              return "";
            });
    began.await();
    var call = new FutureTask<>(() -> executor.invokeAny(List.of(() -> "a", () -> "b")));
    Eventually.awaitBlocked(Thread.ofVirtual().start(call));
    runtime.close();

    Throwable thrown = assertThrows(ExecutionException.class, call::get).getCause();
    assertInstanceOf(ExecutionException.class, thrown);
    assertInstanceOf(CancellationException.class, thrown.getCause());
    held.countDown();
    assertEquals("", holder.get());
  }
}
