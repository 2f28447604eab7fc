package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Interrupts, cancels and ends that strike at every moment, thousands of times: nothing hangs, no
 * thread and no timer is left.
 */
class StormTest {
  private static final int ROUNDS = 5_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static void assertNothingLeft(TaskRuntime runtime) throws Exception {
    runtime.blockOn(Tasks.yieldNow());
    runtime.blockOn(Tasks.yieldNow()); // a cancel alone does not wake the loop
    RuntimeSnapshot told = runtime.snapshot();
    assertEquals(0, told.tasks().live(), "tasks");
    Eventually.await(
        "no timer is left",
        () -> {
          try {
            runtime.blockOn(Tasks.yieldNow());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return runtime.snapshot().timers().pending() == 0;
        });
    assertEquals(0, told.loop().callOutsFailed(), "failed call-outs");
  }

  @Test
  void interruptsAgainstSleeps_endEachSleepOnce() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      var sleeper = new AtomicReference<Thread>();
      var rounds = new AtomicInteger();
      JoinHandle<int[]> sleeping =
          bridge.fork(
              "sleeper",
              () -> {
                sleeper.set(Thread.currentThread());
                int[] ends = new int[2];
                for (int i = 0; i < ROUNDS; i++) {
                  long due = runtime.nanoTime() + 20_000 + i % 80_000;
                  try {
                    bridge.sleepUntil(due);
                    assertTrue(runtime.nanoTime() >= due, "early");
                    ends[0]++;
                  } catch (InterruptedException e) {
                    ends[1]++;
                  }
                  rounds.incrementAndGet();
                }
                sleeper.set(null);
                return ends;
              });
      var random = new Random(1);
      while (!sleeping.isDone()) {
        Thread thread = sleeper.get();
        if (thread != null) {
          thread.interrupt();
        }
        long pause = System.nanoTime() + random.nextInt(200_000);
        while (System.nanoTime() < pause) {
          Thread.onSpinWait();
        }
      }
      int[] ends = sleeping.join();
      assertEquals(ROUNDS, ends[0] + ends[1]);
      assertTrue(ends[0] > 0 && ends[1] > 0, ends[0] + " slept, " + ends[1] + " interrupted");
      assertNothingLeft(runtime);
    }
  }

  @Test
  void cancelAgainstFire_ofForksAndRuns_hasOneOutcome() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      int ran = 0;
      int cancelled = 0;
      var random = new Random(2);
      try (LoomScheduledExecutor executor = bridge.scheduledExecutor()) {
        for (int i = 0; i < ROUNDS; i++) {
          long nanos = 10_000L + random.nextInt(100_000);
          var begun = new AtomicInteger();
          ScheduledFuture<?> run =
              executor.schedule(begun::incrementAndGet, nanos, TimeUnit.NANOSECONDS);
          JoinHandle<Integer> fork =
              bridge.fork(
                  "fork",
                  () -> {
                    bridge.sleep(Duration.ofNanos(nanos));
                    return 1;
                  });
          bridge.sleep(Duration.ofNanos(nanos));
          if (run.cancel(false)) {
            assertTrue(run.isCancelled());
            cancelled++;
          } else {
            run.get();
            assertEquals(1, begun.get());
            ran++;
          }
          boolean won = fork.cancel();
          try {
            assertEquals(1, fork.join(LIMIT));
            assertFalse(won);
          } catch (CancellationException e) {
            assertTrue(won);
          }
        }
      }
      assertEquals(ROUNDS, ran + cancelled);
      assertNothingLeft(runtime);
    }
  }

  @Test
  void scopes_stoppedAtEveryMoment_leaveNoThread() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      var alive = new AtomicInteger();
      var random = new Random(3);
      for (int i = 0; i < ROUNDS / 2; i++) {
        int stop = i % 4;
        long nanos = random.nextInt(100_000);
        try (Scope scope = bridge.openScope()) {
          if (stop == 0) {
            scope.limit(Duration.ofNanos(nanos));
          }
          for (int child = 0; child < 4; child++) {
            int number = child;
            scope.fork(
                "child",
                () -> {
                  alive.incrementAndGet();
                  try {
                    Loom.sleep(Duration.ofNanos(2 * nanos));
                    if (stop == 1 && number == 2) {
                      throw new IllegalArgumentException("planted");
                    }
                    return 1;
                  } finally {
                    alive.decrementAndGet();
                  }
                });
          }
          if (stop == 2) {
            Thread.currentThread().interrupt();
          }
          scope.join();
        } catch (TimeoutException | InterruptedException e) {
          assertEquals(stop == 0, e instanceof TimeoutException);
        } catch (ExecutionException e) {
          assertEquals(1, stop);
        }
        assertEquals(0, alive.get(), "a thread has outlived its scope");
        assertFalse(Thread.interrupted());
      }
      assertNothingLeft(runtime);
    }
  }

  @Test
  void runtimes_closedWhileThousandsSleep_endEveryThread() throws Exception {
    for (int round = 0; round < 20; round++) {
      TaskRuntime runtime = TaskRuntime.start();
      LoomBridge bridge = LoomBridge.of(runtime);
      int n = 2_000;
      var begun = new CountDownLatch(n);
      List<Thread> threads = new ArrayList<>();
      var ends = new AtomicInteger();
      for (int i = 0; i < n; i++) {
        Duration nap = i % 2 == 0 ? Duration.ofHours(1) : Duration.ofMillis(1 + i % 20);
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  begun.countDown();
                  try {
                    while (true) {
                      bridge.sleep(nap);
                    }
                  } catch (CancellationException e) {
                    ends.incrementAndGet();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      begun.await();
      runtime.close();
      for (Thread thread : threads) {
        assertTrue(thread.join(LIMIT), "it hangs");
      }
      assertEquals(n, ends.get());
      assertEquals(0, runtime.snapshot().timers().pending());
    }
  }
}
