package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One submission: when it begins, and who decides how it ends. */
class ScheduledRunTest {
  @Test
  void schedule_untilItsDeadline_neverEarlier() throws Exception {
    try (var hand = new HandClock()) {
      var executor = hand.bridge.scheduledExecutor();
      ScheduledFuture<String> future = executor.schedule(() -> "ran", 1, TimeUnit.SECONDS);
      hand.awaitTimers(1);
      hand.advance(Duration.ofNanos(999_999_999));
      assertEquals(1, future.getDelay(TimeUnit.NANOSECONDS));
      assertFalse(future.isDone());
      hand.advance(Duration.ofNanos(1));
      assertEquals("ran", future.get());
      executor.close();
    }
  }

  @Test
  void cancel_beforeTheDeadline_takesTheTimerOut() {
    try (var hand = new HandClock()) {
      var executor = hand.bridge.scheduledExecutor();
      Future<?> future = executor.schedule(() -> "", 1, TimeUnit.SECONDS);
      hand.awaitTimers(1);
      assertTrue(future.cancel(false));
      hand.awaitTimers(0);
      executor.close();
      assertTrue(executor.isTerminated());
    }
  }

  @Test
  void schedule_besidesManySlowRuns_isNotDelayed() throws Exception {
    try (var hand = new HandClock()) {
      var executor = hand.bridge.scheduledExecutor();
      var go = new CountDownLatch(1);
      var begun = new CountDownLatch(1000);
      for (int i = 0; i < 1000; i++) {
        executor.execute(
            () -> {
              begun.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
      }
      begun.await();
      Future<String> other = executor.schedule(() -> "ran", 1, TimeUnit.SECONDS);
      hand.awaitTimers(1);
      hand.advance(Duration.ofSeconds(1));
      assertEquals("ran", other.get());
      go.countDown();
      executor.close();
    }
  }

  @Test
  void cancel_racingWithTheTimer_hasOneOutcome() throws Exception {
    try (var runtime = TaskRuntime.start()) {
      var executor = LoomBridge.of(runtime).scheduledExecutor();
      int rans = 0;
      for (int round = 0; round < 5000; round++) {
        var ran = new AtomicBoolean();
        Future<?> future =
            executor.schedule(() -> ran.set(true), round % 100, TimeUnit.MICROSECONDS);
        for (int spin = 0; spin < round % 37; spin++) {
          Thread.onSpinWait();
        }
        boolean cancelled = future.cancel(false);
        assertTrue(future.isDone());
        assertEquals(cancelled, future.isCancelled());
        assertTrue(cancelled || ran.get(), "neither ran nor cancelled");
        rans += cancelled ? 0 : 1;
      }
      executor.shutdown();
      assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS), rans + " have run");
      Eventually.await(
          "no timer is left",
          () -> {
            var _ = runtime.schedule(Duration.ZERO, () -> {}); // a cancel alone does not wake it
            return runtime.snapshot().timers().pending() == 0;
          });
    }
  }
}
