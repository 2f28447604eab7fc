package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wakers and cancel hooks that block are stalls as well, also while the watchdog had nothing to
 * watch.
 */
class StalledHookTest {
  private static final Duration THRESHOLD = Duration.ofMillis(50);

  private static void awaitStall(TaskRuntime runtime) {
    Eventually.await("a stall", () -> runtime.snapshot().loop().stalls() > 0);
  }

  private static void block(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waker_thatBlocks_isAStall() {
    CountDownLatch release = new CountDownLatch(1);
    try (TaskRuntime runtime = TaskRuntime.builder().stallThreshold(THRESHOLD).build()) {
      Sleep sleep = runtime.sleep(Duration.ofHours(1));
      assertTrue(!sleep.poll(Context.of(() -> block(release))).isReady());
      sleep.reset(THRESHOLD);
      awaitStall(runtime);
      release.countDown();
    }
  }

  @Test
  void hook_thatBlocksDuringClose_isAStall() {
    CountDownLatch release = new CountDownLatch(1);
    TaskRuntime runtime = TaskRuntime.builder().stallThreshold(THRESHOLD).build();
    var _ =
        runtime.spawn(
            new Task<@Nullable Void>() {
              @Override
              public Poll<@Nullable Void> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void cancel() {
                block(release);
              }
            });
    Eventually.await("polled", () -> runtime.snapshot().tasks().polls() == 1);
    Thread closer = new Thread(runtime::close);
    closer.start();
    awaitStall(runtime);
    release.countDown();
    Eventually.awaitEnd(closer);
  }
}
