package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sleeping, on threads of every kind. */
class SleepTest {
  private final HandClock hand = new HandClock();

  @AfterEach
  void close() {
    hand.close();
  }

  static Stream<Thread.Builder> kinds() {
    return Stream.of(Thread.ofVirtual(), Thread.ofPlatform().daemon());
  }

  private static <T> Running<T> start(Thread.Builder kind, Callable<T> body) {
    var task = new FutureTask<>(body);
    return new Running<>(kind.start(task), task);
  }

  private record Running<T>(Thread thread, FutureTask<T> task) {
    Throwable failure() {
      return assertThrows(ExecutionException.class, task::get).getCause();
    }
  }

  private Callable<Boolean> sleeping(Duration duration) {
    return () -> {
      hand.bridge.sleep(duration);
      return Thread.currentThread().isInterrupted();
    };
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sleep_untilItsDeadline_neverEarlier(Thread.Builder kind) throws Exception {
    Running<Boolean> sleeper = start(kind, sleeping(Duration.ofSeconds(1)));
    hand.awaitTimers(1);

    hand.advance(Duration.ofNanos(999_999_999));
    assertFalse(sleeper.task.isDone());
    hand.advance(Duration.ofNanos(1));
    assertFalse(sleeper.task.get());
    assertEquals(1, hand.runtime.snapshot().timers().resumeLag().count());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sleep_interrupted_takesItsTimerOutAndClearsTheFlag(Thread.Builder kind) throws Exception {
    Running<Boolean> sleeper =
        start(
            kind,
            () -> {
              assertThrows(
                  InterruptedException.class, () -> hand.bridge.sleep(Duration.ofHours(1)));
              return Thread.currentThread().isInterrupted();
            });
    hand.awaitTimers(1);
    sleeper.thread.interrupt();

    assertFalse(sleeper.task.get());
    hand.turn();
    assertEquals(0, hand.runtime.snapshot().timers().pending());
    assertEquals(0, hand.runtime.snapshot().timers().resumeLag().count());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sleep_withTheFlagSet_throwsAtOnce(Thread.Builder kind) {
    Running<Boolean> sleeper =
        start(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              return sleeping(Duration.ZERO).call();
            });

    assertInstanceOf(InterruptedException.class, sleeper.failure());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sleep_unparkedByOthers_sleepsOn(Thread.Builder kind) throws Exception {
    Running<Boolean> sleeper = start(kind, sleeping(Duration.ofSeconds(1)));
    hand.awaitTimers(1);
    for (int i = 0; i < 100; i++) {
      LockSupport.unpark(sleeper.thread);
      Eventually.awaitBlocked(sleeper.thread);
    }
    assertFalse(sleeper.task.isDone());
    hand.advance(Duration.ofSeconds(1));
    assertFalse(sleeper.task.get());
  }

  @Test
  void sleep_ofNothingOrLess_returnsAtOnce() throws Exception {
    hand.bridge.sleep(Duration.ZERO);
    hand.bridge.sleep(Duration.ofSeconds(-1));
    hand.bridge.sleepUntil(-1);
    assertEquals(0, hand.runtime.snapshot().timers().scheduled());
    assertEquals(0, hand.runtime.snapshot().timers().resumeLag().count());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sleep_whoseRuntimeCloses_isCancelled(Thread.Builder kind) {
    Running<Boolean> finite = start(kind, sleeping(Duration.ofHours(1)));
    Running<Boolean> never = start(kind, sleeping(Duration.ofSeconds(Long.MAX_VALUE)));
    Running<Boolean> until =
        start(
            kind,
            () -> {
              hand.bridge.sleepUntil(Long.MAX_VALUE);
              return false;
            });
    hand.awaitTimers(1);
    Eventually.awaitBlocked(never.thread);
    Eventually.awaitBlocked(until.thread);
    hand.close();

    for (Running<Boolean> sleeper : List.of(finite, never, until)) {
      String message =
          assertInstanceOf(CancellationException.class, sleeper.failure()).getMessage();
      assertTrue(message.contains("runtime 'hand' was closed"), message);
    }
    assertEquals(0, hand.runtime.snapshot().timers().resumeLag().count());
  }
}
