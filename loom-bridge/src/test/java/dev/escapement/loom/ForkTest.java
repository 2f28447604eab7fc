package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that the bridge starts: forks, blocking tasks, and those of its factory. */
class ForkTest {
  private final HandClock hand = new HandClock();

  @AfterEach
  void close() {
    hand.close();
  }

  @Test
  void fork_always_runsOnAVirtualThreadOfItsNameAndShowsInTheDump() throws Exception {
    var go = new CountDownLatch(1);
    JoinHandle<Thread> fork =
        hand.bridge.fork(
            "worker",
            () -> {
              go.await();
              return Thread.currentThread();
            });
    Eventually.await("it is dumped", () -> hand.runtime.dump().toString().contains("worker"));
    go.countDown();
    Thread thread = fork.join(Eventually.LIMIT);
    assertTrue(thread.isVirtual());
    assertEquals("worker", thread.getName());
    assertEquals("worker", fork.name());
  }

  @Test
  void fork_thatFails_failsItsHandle() {
    var cause = new IOException("planted");
    JoinHandle<Integer> fork =
        hand.bridge.fork(
            "fails",
            () -> {
              throw cause;
            });
    assertSame(
        cause,
        assertThrows(ExecutionException.class, () -> fork.join(Eventually.LIMIT)).getCause());
  }

  @Test
  void fork_thatFailsWhileNobodyWaits_goesToTheUncaughtHandler() {
    var uncaught = new CopyOnWriteArrayList<String>();
    try (TaskRuntime runtime =
        TaskRuntime.builder()
            .uncaughtHandler((task, cause) -> uncaught.add(task + ": " + cause.getMessage()))
            .build()) {
      LoomBridge.of(runtime)
          .fork(
              "alone",
              () -> {
                throw new IOException("planted");
              });
      Eventually.await("it is told", () -> uncaught.equals(List.of("alone: planted")));
    }
  }

  @Test
  void fork_cancelled_isInterruptedAndItsTimerIsGone() throws Exception {
    var seen = new AtomicReference<Throwable>();
    var ended = new CountDownLatch(1);
    JoinHandle<Integer> fork =
        hand.bridge.fork(
            "sleeper",
            () -> {
              seen.set(
                  assertThrows(InterruptedException.class, () -> Loom.sleep(Duration.ofHours(1))));
              ended.countDown();
              return 1;
            });
    hand.awaitTimers(1);
    assertTrue(fork.cancel());
    assertThrows(CancellationException.class, () -> fork.join(Eventually.LIMIT));
    ended.await();
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
  }

  @Test
  void fork_afterClose_isRefusedAndStartsNothing() {
    hand.close();
    assertThrows(RejectedExecutionException.class, () -> hand.bridge.fork("late", () -> 1));
  }

  @Test
  void blocking_neverPolled_startsNoThread() throws Exception {
    var started = new AtomicReference<Thread>();
    Task<Integer> task =
        hand.bridge.blocking(
            () -> {
              started.set(Thread.currentThread());
              return 7;
            });
    hand.turn();
    assertSame(null, started.get());
    assertEquals(7, hand.runtime.blockOn(task));
    assertTrue(started.get().isVirtual());
  }

  @Test
  void blocking_overItsTimeLimit_isInterrupted() throws Exception {
    var interrupted = new CountDownLatch(1);
    Task<Integer> task =
        hand.bridge.blocking(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return 1;
            });
    JoinHandle<Integer> limited =
        hand.runtime.spawn(hand.runtime.timeout(Duration.ofSeconds(1), task));
    hand.awaitTimers(1);
    hand.advance(Duration.ofSeconds(1));
    interrupted.await();
    assertThrows(ExecutionException.class, () -> limited.join(Eventually.LIMIT));
  }

  @Test
  void await_interrupted_cancelsItsTaskAndNothingElse() throws Exception {
    JoinHandle<Void> never = hand.runtime.spawn("never", hand.runtime.sleepUntil(Long.MAX_VALUE));
    var stray = new AtomicReference<Boolean>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              assertThrows(InterruptedException.class, () -> hand.bridge.await(never.asTask()));
              stray.set(Thread.currentThread().isInterrupted());
            });
    Eventually.await("it awaits", () -> hand.runtime.dump().tasks().size() == 2);
    Eventually.awaitBlocked(thread);
    thread.interrupt();
    thread.join();
    hand.turn();
    assertEquals(false, stray.get());
    assertEquals(1, hand.runtime.dump().tasks().size());
    assertFalse(never.isDone());
  }

  @Test
  void threadFactory_always_makesVirtualThreadsOfTheBridge() throws Exception {
    var bridge = new AtomicReference<LoomBridge>();
    Thread thread = hand.bridge.threadFactory().newThread(() -> bridge.set(Loom.bridge()));
    assertTrue(thread.isVirtual());
    assertFalse(thread.isAlive());
    thread.start();
    hand.bridge.join(thread);
    assertSame(hand.bridge, bridge.get());
    assertEquals("hand-thread-1", thread.getName());
  }

  @Test
  void loom_onAThreadOfNobody_saysWhatToDo() {
    String message =
        assertThrows(IllegalStateException.class, () -> Loom.sleep(Duration.ZERO)).getMessage();
    assertTrue(
        message.startsWith("Loom.sleep was called on thread '" + Thread.currentThread().getName())
            && message.contains("LoomBridge.fork"),
        message);
  }
}
