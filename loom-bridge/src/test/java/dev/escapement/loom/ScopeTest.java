package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.Scope.Outcome;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scopes: outcomes in fork order, what cancels the rest, and no thread that outlives them. */
class ScopeTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final HandClock hand = new HandClock();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    hand.close();
    for (Thread thread : threads) {
      assertFalse(thread.isAlive(), thread + " has outlived its scope");
    }
  }

  private int sleeper() throws InterruptedException {
    threads.add(Thread.currentThread());
    Loom.sleep(LONG);
    return 1;
  }

  private int failing(IOException cause) throws IOException {
    threads.add(Thread.currentThread());
    throw cause;
  }

  @Test
  void join_ofAll_givesResultsInForkOrder() throws Exception {
    try (Scope scope = hand.bridge.openScope()) {
      var second = new CountDownLatch(1);
      JoinHandle<Integer> a =
          scope.fork(
              "a",
              () -> {
                second.await();
                return 1;
              });
      JoinHandle<String> b =
          scope.fork(
              "b",
              () -> {
                second.countDown();
                return "two";
              });
      assertEquals(
          List.of(new Outcome.Completed<>(1), new Outcome.Completed<>("two")), scope.join());
      assertEquals(1, a.join());
      assertEquals("two", b.join());
      assertThrows(IllegalStateException.class, () -> scope.fork("late", () -> 1));
    }
  }

  @Test
  void join_ofNothing_returnsAtOnce() throws Exception {
    try (Scope scope = hand.bridge.openScope()) {
      assertEquals(List.of(), scope.join());
    }
  }

  @Test
  void firstFailure_cancelsTheRestAndIsThrown() throws Exception {
    var uncaught = new ArrayList<String>();
    try (TaskRuntime runtime =
        TaskRuntime.builder().uncaughtHandler((task, cause) -> uncaught.add(task)).build()) {
      var cause = new IOException("planted");
      try (Scope scope = LoomBridge.of(runtime).openScope()) {
        JoinHandle<Integer> sleeper = scope.fork("sleeper", this::sleeper);
        scope.fork("failing", () -> failing(cause));
        assertSame(cause, assertThrows(ExecutionException.class, scope::join).getCause());
        assertThrows(CancellationException.class, sleeper::join);
      }
    }
    assertEquals(List.of(), uncaught, "the scope has seen the failure");
  }

  @Test
  void fork_afterAFailure_isCancelled() throws Exception {
    try (Scope scope = hand.bridge.openScope()) {
      JoinHandle<Integer> failing = scope.fork("failing", () -> failing(new IOException("x")));
      assertThrows(ExecutionException.class, failing::join);
      hand.turn();
      assertThrows(CancellationException.class, scope.fork("late", this::sleeper)::join);
    }
  }

  @Test
  void collectAll_letsTheOthersEnd() throws Exception {
    var cause = new IOException("planted");
    try (Scope scope = hand.bridge.openScope().collectAll()) {
      scope.fork("failing", () -> failing(cause));
      scope.fork("sleeper", this::sleeper);
      hand.awaitTimers(1);
      scope.fork("cancelled", this::sleeper).cancel();
      hand.advance(LONG);
      assertEquals(
          List.of(
              new Outcome.Failed<>(cause), new Outcome.Completed<>(1), new Outcome.Cancelled<>()),
          scope.join());
    }
  }

  @Test
  void aThrownCancellation_isAFailure() throws Exception {
    var cause = new CancellationException("thrown by the body");
    try (Scope scope = hand.bridge.openScope().collectAll()) {
      scope.fork(
          "throws",
          () -> {
            throw cause;
          });
      assertEquals(List.of(new Outcome.Failed<>(cause)), scope.join());
    }
  }

  @Test
  void limit_over_cancelsAllAndIsThrown() throws Exception {
    JoinHandle<String> owner =
        hand.bridge.fork(
            "owner",
            () -> {
              try (Scope scope = Loom.openScope().limit(Duration.ofSeconds(1))) {
                scope.fork("a", this::sleeper);
                scope.fork("b", this::sleeper);
                return assertThrows(TimeoutException.class, scope::join).getMessage();
              }
            });
    hand.awaitTimers(3);
    hand.advance(Duration.ofSeconds(1));
    assertEquals("the scope's time limit of PT1S is over", owner.join(Eventually.LIMIT));
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
  }

  @Test
  void close_withoutJoin_cancelsAndWaitsForEveryThread() {
    var unwound = new CopyOnWriteArrayList<Integer>();
    try (Scope scope = hand.bridge.openScope()) {
      for (int i = 0; i < 100; i++) {
        scope.fork(
            "sleeper",
            () -> {
              try {
                return sleeper();
              } finally {
                unwound.add(1);
              }
            });
      }
      Eventually.await("all sleep", () -> threads.size() == 100);
    }
    assertEquals(100, unwound.size());
  }

  @Test
  void close_whileInterrupted_waitsAndKeepsTheInterrupt() {
    var seen = new AtomicReference<Throwable>();
    try (Scope scope = hand.bridge.openScope()) {
      scope.fork(
          "sleeper",
          () -> {
            seen.set(assertThrows(InterruptedException.class, this::sleeper));
            return 1;
          });
      hand.awaitTimers(1);
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted());
    assertInstanceOf(InterruptedException.class, seen.get());
  }

  @Test
  void anotherThread_isRefused() throws Exception {
    try (Scope scope = hand.bridge.openScope()) {
      JoinHandle<String> child =
          scope.fork(
              "child",
              () ->
                  assertThrows(IllegalStateException.class, () -> scope.fork("grandchild", () -> 1))
                      .getMessage());
      scope.join();
      assertTrue(child.join().contains("only the one that opened the scope may"), child.join());
    }
  }

  @Test
  void runtime_thatCloses_cancelsEveryChild() throws Exception {
    try (Scope scope = hand.bridge.openScope()) {
      scope.fork("a", this::sleeper);
      hand.awaitTimers(1);
      hand.close();
      assertEquals(List.of(new Outcome.Cancelled<>()), scope.join());
    }
  }
}
