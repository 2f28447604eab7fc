package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other runtimes and threads are told when a runtime closes. */
class CloseElsewhereTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final TaskRuntime runtime = TaskRuntime.builder().name("closing").build();
  private final TaskRuntime other =
      TaskRuntime.builder().name("staying").uncaughtHandler((task, cause) -> {}).build();

  @AfterEach
  void close() {
    runtime.close();
    other.close();
    WatchdogThread.awaitNone();
  }

  private void awaitPolls(TaskRuntime of, long polls) {
    Eventually.await("polls", () -> of.snapshot().tasks().polls() >= polls);
    Eventually.await("idle", () -> of.carrier().inbox.isIdle());
  }

  private static void assertToldOfTheClose(JoinHandle<?> handle) throws Exception {
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> handle.join(Eventually.LIMIT));
    CancellationException cause = assertInstanceOf(CancellationException.class, thrown.getCause());
    assertEquals("the sleep ended because runtime 'closing' was closed", cause.getMessage());
  }

  @Test
  void close_sleepersOfAnotherRuntime_areTold() throws Exception {
    List<JoinHandle<?>> sleepers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sleepers.add(other.spawn(runtime.sleep(HOUR)));
    }
    awaitPolls(other, 1_000);
    runtime.close();
    for (JoinHandle<?> sleeper : sleepers) {
      assertToldOfTheClose(sleeper);
    }
  }

  @Test
  void close_sleeperWithoutAnEndOnAnotherRuntime_isTold() throws Exception {
    JoinHandle<Void> dormant = other.spawn(runtime.sleep(NEVER));
    awaitPolls(other, 1);
    runtime.close();
    assertToldOfTheClose(dormant);
  }

  @Test
  void close_sleeperResetToNeverOnAnotherRuntime_isTold() throws Exception {
    Sleep byOthers = runtime.sleep(HOUR);
    Sleep byItsCarrier = runtime.sleep(HOUR);
    JoinHandle<Void> one = other.spawn(byOthers);
    JoinHandle<Void> two = other.spawn(byItsCarrier);
    awaitPolls(other, 2);
    byOthers.reset(NEVER);
    Task<Integer> reset =
        context -> {
          byItsCarrier.reset(NEVER);
          return Poll.ready(1);
        };
    assertEquals(1, runtime.blockOn(reset));
    runtime.close();
    assertToldOfTheClose(one);
    assertToldOfTheClose(two);
  }

  @Test
  void close_sleepFirstPolledAfterIt_isTold() throws Exception {
    Sleep before = runtime.sleep(HOUR);
    Sleep never = runtime.sleep(NEVER);
    runtime.close();
    assertToldOfTheClose(other.spawn(before));
    assertToldOfTheClose(other.spawn(never));
    assertToldOfTheClose(other.spawn(runtime.sleep(HOUR)));
  }

  @Test
  void close_sleepThatIsOver_isStillReady() throws Exception {
    Sleep over = runtime.sleep(Duration.ZERO);
    runtime.close();
    other.blockOn(over);
    assertTrue(over.isElapsed());
  }

  @Test
  void close_waiterForATaskOfTheRuntime_isTold() {
    JoinHandle<Void> pending = runtime.spawn("pending", runtime.sleep(HOUR));
    JoinHandle<Void> waiter = other.spawn(pending.asTask());
    awaitPolls(other, 1);
    runtime.close();
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> waiter.join(Eventually.LIMIT));
    assertEquals("task 'pending' was cancelled", thrown.getCause().getMessage());
  }

  @Test
  void close_futureOfATask_isCancelled() {
    var future = runtime.spawn(runtime.sleep(HOUR)).toCompletableFuture();
    runtime.close();
    assertTrue(future.isCancelled());
  }

  @Test
  void close_byATaskOfAnotherRuntime_waitsForTheEnd() throws Exception {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    Task<Boolean> closer =
        context -> {
          runtime.close();
          return Poll.ready(pending.isDone());
        };
    assertEquals(true, other.blockOn(closer));
    assertEquals(1, other.blockOn(Tasks.ready(1)));
  }
}
