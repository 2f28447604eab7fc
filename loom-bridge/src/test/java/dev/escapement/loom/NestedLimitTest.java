package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits within limits: the one that fired is named, and what is left is told. */
class NestedLimitTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final HandClock hand = new HandClock();

  @AfterEach
  void close() {
    hand.close();
  }

  private static Integer sleepLong() throws InterruptedException {
    Loom.sleep(Duration.ofHours(1));
    return 1;
  }

  private Throwable forked(Duration outer, Duration inner, Duration advance) throws Exception {
    Callable<Integer> body =
        () -> hand.bridge.withTimeout(outer, () -> Loom.withTimeout(inner, () -> sleepLong()));
    JoinHandle<Throwable> thread =
        hand.bridge.fork(
            "nested",
            () -> {
              Throwable thrown = assertThrows(Exception.class, body::call);
              assertFalse(Thread.currentThread().isInterrupted(), "a stray interrupt");
              return thrown;
            });
    hand.awaitTimers(3);
    hand.advance(advance);
    return thread.join(Eventually.LIMIT);
  }

  @Test
  void outerLimit_overFirst_isTheOneNamed() throws Exception {
    Throwable thrown = forked(SHORT, LONG, SHORT);
    assertInstanceOf(TimeoutException.class, thrown);
    assertEquals("the time limit of PT1S is over", thrown.getMessage());
  }

  @Test
  void innerLimit_overFirst_isTheFailureOfTheOuterBody() throws Exception {
    Throwable thrown = forked(LONG, SHORT, SHORT);
    assertInstanceOf(ExecutionException.class, thrown);
    assertEquals("the time limit of PT1S is over", thrown.getCause().getMessage());
  }

  @Test
  void bothLimits_overAtOnce_leaveNoInterrupt() throws Exception {
    assertInstanceOf(TimeoutException.class, forked(SHORT, SHORT, SHORT));
    Throwable thrown = forked(LONG, SHORT, LONG);
    assertTrue(
        thrown instanceof TimeoutException || thrown instanceof ExecutionException,
        thrown::toString);
  }

  @Test
  void bothLimits_overAtOnceWhileTheThreadRuns_leaveNoInterrupt() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      JoinHandle<Integer> stray =
          bridge.fork(
              "again and again",
              () -> {
                int interrupted = 0;
                for (int i = 0; i < 20_000; i++) {
                  Duration limit = Duration.ofNanos(1 + i % 20_000);
                  try {
                    bridge.withTimeout(limit, () -> Loom.withTimeout(limit, () -> sleepLong()));
                  } catch (TimeoutException | ExecutionException either) {
                    interrupted += Thread.interrupted() ? 1 : 0;
                  }
                }
                return interrupted;
              });
      assertEquals(0, stray.join(Duration.ofMinutes(2)));
    }
  }

  private static void atOnce() throws InterruptedException {
    try {
      Loom.withTimeout(Duration.ZERO, () -> 1);
    } catch (TimeoutException | ExecutionException over) {
      // as it has to be
    }
  }

  @Test
  void limitsOneAfterAnother_whileTheOneAroundThemIsOver_leaveNoInterrupt() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      int stray = 0;
      for (int i = 0; i < 5_000; i++) {
        Duration limit = Duration.ofNanos(50_000 + i % 20_000);
        try {
          bridge.withTimeout(
              limit,
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  atOnce();
                }
                atOnce();
                return 1;
              });
        } catch (TimeoutException | ExecutionException | InterruptedException over) {
          stray += Thread.interrupted() ? 1 : 0;
        }
      }
      assertEquals(0, stray);
    }
  }

  @Test
  void outerLimit_overWhileTheInnerUnwinds_interruptsTheOuterBody() throws Exception {
    JoinHandle<Boolean> thread =
        hand.bridge.fork(
            "unwinding",
            () -> {
              assertThrows(
                  TimeoutException.class,
                  () ->
                      hand.bridge.withTimeout(
                          SHORT.plusNanos(1),
                          () -> {
                            assertThrows(
                                TimeoutException.class,
                                () ->
                                    Loom.withTimeout(
                                        SHORT,
                                        () -> {
                                          while (!Loom.remaining().isZero()
                                              || hand.nanoTime() == SHORT.toNanos()) {
                                            Thread.onSpinWait();
                                          }
                                          awaitFired(2);
                                          return 1;
                                        }));
                            return sleepLong();
                          }));
              return Thread.currentThread().isInterrupted();
            });
    hand.awaitTimers(2);
    hand.advance(SHORT);
    hand.advance(Duration.ofNanos(1));
    assertFalse(thread.join(Eventually.LIMIT));
  }

  private void awaitFired(int timers) {
    while (hand.runtime.snapshot().timers().fired() < timers) {
      Thread.onSpinWait();
    }
  }

  @Test
  void remaining_isTheNearestOfAllLimits() throws Exception {
    JoinHandle<Integer> thread =
        hand.bridge.fork(
            "remaining",
            () -> {
              assertEquals(ChronoUnit.FOREVER.getDuration(), Loom.remaining());
              return Loom.withTimeout(
                  LONG,
                  () -> {
                    assertEquals(LONG, Loom.remaining());
                    assertEquals(SHORT, Loom.withTimeout(SHORT, Loom::remaining));
                    assertEquals(LONG, Loom.withTimeout(LONG.plus(LONG), Loom::remaining));
                    try (Scope scope = Loom.openScope().limit(SHORT)) {
                      JoinHandle<Duration> child = scope.fork("child", Loom::remaining);
                      assertEquals(SHORT, child.join());
                      assertEquals(LONG, Loom.remaining());
                    }
                    return 1;
                  });
            });
    assertEquals(1, thread.join(Eventually.LIMIT));
  }
}
