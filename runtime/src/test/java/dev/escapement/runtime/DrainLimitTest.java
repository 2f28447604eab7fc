package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What close(Duration) does at the very end of its limit, and for limits that never come. */
class DrainLimitTest {
  private static final Duration LIMIT = Duration.ofMillis(20);

  @Test
  void timers_dueJustBeforeTheLimit_fireAndTheirTasksEnd() throws Exception {
    for (int i = 0; i < 20; i++) {
      TaskRuntime runtime = TaskRuntime.start();
      AtomicInteger ran = new AtomicInteger();
      var first = runtime.spawn(Tasks.map(runtime.sleep(LIMIT), over -> 1));
      var both = runtime.spawn(Tasks.joinAll(List.of(first.asTask(), Tasks.ready(2))));
      var _ = runtime.schedule(LIMIT, ran::incrementAndGet);
      runtime.close(LIMIT.plus(Duration.ofNanos(10_000)));
      assertEquals(1, ran.get());
      assertEquals(1, first.join());
      assertEquals(List.of(1, 2), both.join());
    }
  }

  @Test
  void task_thatIsAlwaysReady_doesNotHoldTheEndUp() {
    TaskRuntime runtime = TaskRuntime.start();
    JoinHandle<Integer> busy =
        runtime.spawn(
            context -> {
              context.waker().wake();
              return Poll.pending();
            });
    runtime.close(LIMIT);
    assertThrows(CancellationException.class, busy::join);
  }

  @Test
  void limit_thatNeverComes_endsWhenNothingIsLeft() throws Exception {
    TaskRuntime runtime = TaskRuntime.start();
    var task = runtime.spawn(Tasks.map(runtime.sleep(LIMIT), over -> 1));
    runtime.close(Duration.ofSeconds(Long.MAX_VALUE));
    assertEquals(1, task.join());
  }

  @Test
  void blockOn_whileAnotherThreadDrains_isNotHeldUntilTheLimit() throws Exception {
    TaskRuntime runtime = TaskRuntime.builder().withoutOwnThread().build();
    var later = runtime.schedule(Duration.ofHours(1), () -> {});
    AtomicInteger result = new AtomicInteger();
    Promise<Integer> promise = new Promise<>();
    Thread driver =
        new Thread(
            () -> {
              try {
                result.set(runtime.blockOn(promise.asTask()));
              } catch (Exception e) {
                result.set(-1);
              }
            });
    driver.start();
    Eventually.await("driven", () -> runtime.snapshot().tasks().polls() > 0);
    Thread closer = new Thread(() -> runtime.close(Duration.ofHours(2)));
    closer.start();
    Eventually.awaitBlocked(closer);
    promise.complete(7);
    driver.join(10_000);
    assertTrue(!driver.isAlive(), "blockOn was held by the drain");
    assertEquals(7, result.get());
    assertTrue(later.cancel());
    closer.join(10_000);
    assertTrue(!closer.isAlive(), "the drain goes on although nothing is left");
  }
}
