package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A close that gives up a poll which does not end (this takes the 10 s of its patience), and what
 * happens when it does.
 */
class ForcedCloseTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Test
  void close_whilePollDoesNotEnd_endsEverythingAndOwesTheHooks() throws Exception {
    AtomicInteger hooks = new AtomicInteger();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    TaskRuntime runtime = TaskRuntime.builder().name("given-up").build();
    try (TaskRuntime other = TaskRuntime.start()) {
      var hourElsewhere = other.spawn(runtime.sleep(HOUR));
      var neverElsewhere = other.spawn(runtime.sleep(NEVER));
      var idle = runtime.spawn(withHook(hooks, other.sleep(HOUR)));
      Eventually.await("idle", () -> other.snapshot().timers().pending() == 1);
      Eventually.await(
          "asleep elsewhere",
          () -> {
            var _ = runtime.spawn(Tasks.yieldNow()); // a sleep without an end wakes no loop
            return runtime.snapshot().timers().pending() == 1
                && !runtime.carrier().dormant.isEmpty();
          });
      var poll =
          runtime.spawn(
              context -> {
                stuck.countDown();
                release.await();
                return Poll.ready(1);
              });
      stuck.await();
      var queued = runtime.spawn(withHook(hooks, other.sleep(HOUR)));

      runtime.close();

      assertThrows(CancellationException.class, idle::join);
      assertThrows(CancellationException.class, poll::join);
      assertThrows(CancellationException.class, queued::join);
      assertCancelledInside(hourElsewhere);
      assertCancelledInside(neverElsewhere);
      assertEquals(0, hooks.get(), "hooks run on the carrier, which is stuck");

      release.countDown();
      Eventually.await("hooks", () -> hooks.get() == 2);
      other.blockOn(Tasks.yieldNow()); // a cancel alone does not wake the other's loop
      assertEquals(0, other.snapshot().timers().pending());
      assertEquals(0, runtime.snapshot().tasks().live());
    }
  }

  private static void assertCancelledInside(JoinHandle<?> handle) {
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> handle.join(Duration.ofSeconds(10)));
    assertTrue(thrown.getCause() instanceof CancellationException, () -> "" + thrown.getCause());
  }

  private static Task<@Nullable Void> withHook(AtomicInteger hooks, Sleep sleep) {
    return new Task<>() {
      @Override
      public Poll<@Nullable Void> poll(Context context) {
        return sleep.poll(context);
      }

      @Override
      public void cancel() {
        sleep.cancel();
        hooks.incrementAndGet();
      }
    };
  }
}
