package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A close that first lets what is there come to its end. */
class DrainTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskRuntime runtime = TaskRuntime.builder().name("draining").build();
  private final long start = System.nanoTime();

  @AfterEach
  void endedBeforeTheLimit() {
    runtime.close();
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30));
    WatchdogThread.awaitNone();
  }

  private Thread closeFromElsewhere(Duration drain) {
    Thread closer = new Thread(() -> runtime.close(drain), "closer");
    closer.start();
    Eventually.await("it is marked", () -> runtime.carrier().life.isEnding());
    return closer;
  }

  @Test
  void drain_nothingPending_endsAtOnce() {
    runtime.close(HOUR);
    assertTrue(runtime.carrier().life.isTerminated());
  }

  @Test
  void drain_timersDueInTime_fireInOrderFirst() {
    List<Integer> fired = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int n = i;
      runtime.schedule(Duration.ofMillis(1 + n / 100), () -> fired.add(n));
    }
    JoinHandle<Void> sleeper = runtime.spawn(runtime.sleep(Duration.ofMillis(20)));
    TimerHandle tooLate = runtime.schedule(HOUR, () -> fired.add(-1));
    runtime.close(MINUTE);
    assertTrue(sleeper.isDone());
    assertEquals(1_000, fired.size());
    assertEquals(fired.stream().sorted().toList(), fired);
    assertFalse(tooLate.isFired());
    assertFalse(tooLate.cancel());
  }

  @Test
  void drain_tasksThatDoNotEnd_areCancelledAfterTheLimit() {
    JoinHandle<Void> sleeper = runtime.spawn(runtime.sleep(HOUR));
    JoinHandle<Void> busy =
        runtime.spawn(
            context -> {
              context.waker().wake();
              return Poll.pending();
            });
    runtime.close(Duration.ofMillis(20));
    assertTrue(System.nanoTime() - start >= 20_000_000);
    assertThrows(CancellationException.class, sleeper::join);
    assertThrows(CancellationException.class, busy::join);
  }

  @Test
  void drain_workFromOutside_isRefusedAtOnce() {
    Promise<Integer> promise = new Promise<>();
    JoinHandle<Integer> waiting = runtime.spawn(promise.asTask());
    Thread closer = closeFromElsewhere(MINUTE);
    String message =
        assertThrows(RejectedExecutionException.class, () -> runtime.spawn(Tasks.ready(1)))
            .getMessage();
    assertEquals("spawn: runtime 'draining' is closed", message);
    assertThrows(RejectedExecutionException.class, () -> runtime.schedule(Duration.ZERO, () -> {}));
    promise.complete(1);
    Eventually.awaitEnd(closer);
    assertEquals(1, waiting.toCompletableFuture().join());
  }

  @Test
  void drain_workFromATaskThatIsThere_isDone() {
    Promise<Integer> promise = new Promise<>();
    JoinHandle<Integer> parent =
        runtime.spawn(
            Tasks.then(promise.asTask(), n -> runtime.spawn(Tasks.ready(n + 1)).asTask()));
    AtomicInteger called = new AtomicInteger();
    runtime.spawn(
        Tasks.map(
            promise.asTask(),
            n -> runtime.schedule(Duration.ofMillis(1), called::incrementAndGet)));
    Thread closer = closeFromElsewhere(MINUTE);
    promise.complete(1);
    Eventually.awaitEnd(closer);
    assertEquals(2, parent.toCompletableFuture().join());
    assertEquals(1, called.get());
  }

  @Test
  void drain_closedMeanwhile_endsAtOnce() {
    JoinHandle<Void> sleeper = runtime.spawn(runtime.sleep(HOUR));
    Thread closer = closeFromElsewhere(HOUR);
    runtime.close();
    assertThrows(CancellationException.class, sleeper::join);
    Eventually.awaitEnd(closer);
  }

  @Test
  void drain_withAShorterLimitMeanwhile_endsAfterThat() {
    JoinHandle<Void> sleeper = runtime.spawn(runtime.sleep(HOUR));
    Thread closer = closeFromElsewhere(HOUR);
    runtime.close(Duration.ofMillis(20));
    assertThrows(CancellationException.class, sleeper::join);
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(8), "no poll was stuck");
    Eventually.awaitEnd(closer);
  }

  @Test
  void drain_lastTimerIsResetToNever_ends() {
    Sleep sleep = runtime.sleep(HOUR);
    assertFalse(sleep.poll(Context.of(Waker.noop())).isReady());
    Thread closer = closeFromElsewhere(HOUR);
    Eventually.await("it idles", () -> runtime.carrier().inbox.isIdle());
    sleep.reset(Duration.ofSeconds(Long.MAX_VALUE));
    Eventually.awaitEnd(closer);
  }

  @Test
  void drain_byATask_marksAndReturns() {
    JoinHandle<Void> sleeper = runtime.spawn(runtime.sleep(Duration.ofMillis(10)));
    JoinHandle<Void> tooLong = runtime.spawn(runtime.sleep(HOUR));
    runtime.spawn(
        context -> {
          runtime.close(Duration.ofMillis(200));
          return Poll.ready(null);
        });
    Eventually.await("it ends", () -> runtime.carrier().life.isTerminated());
    assertFalse(sleeper.toCompletableFuture().isCancelled());
    assertTrue(tooLong.toCompletableFuture().isCancelled());
  }
}
