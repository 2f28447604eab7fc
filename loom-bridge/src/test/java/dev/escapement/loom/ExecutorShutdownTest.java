package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ways to shut down, and what becomes of the tasks that are there. */
class ExecutorShutdownTest {
  private static final TimeUnit S = TimeUnit.SECONDS;
  private final HandClock hand = new HandClock();
  private final LoomScheduledExecutor executor = hand.bridge.scheduledExecutor();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    var _ = executor.shutdownNow();
    hand.close();
  }

  @Test
  void policies_byDefault_areThoseOfTheJdk() {
    assertTrue(executor.getExecuteExistingDelayedTasksAfterShutdownPolicy());
    assertFalse(executor.getContinueExistingPeriodicTasksAfterShutdownPolicy());
  }

  @ParameterizedTest
  @CsvSource({
    "true,true,false", "true,false,false", "false,true,false", "false,false,false",
    "true,true,true", "true,false,true", "false,true,true", "false,false,true"
  })
  void shutdown_withEachPolicy_keepsWhatItSays(
      boolean delayedStay, boolean periodicStay, boolean setAfterwards) throws Exception {
    ScheduledFuture<?> delayed = executor.schedule(runs::incrementAndGet, 2, S);
    ScheduledFuture<?> rate = executor.scheduleAtFixedRate(runs::incrementAndGet, 2, 2, S);
    ScheduledFuture<?> delay = executor.scheduleWithFixedDelay(runs::incrementAndGet, 2, 2, S);
    hand.awaitTimers(3);
    if (setAfterwards) {
      executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(true);
      executor.shutdown();
      assertFalse(delayed.isDone() || rate.isDone() || delay.isDone());
    }
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(delayedStay);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(periodicStay);
    executor.shutdown();

    assertTrue(executor.isShutdown());
    assertEquals(delayedStay, executor.getExecuteExistingDelayedTasksAfterShutdownPolicy());
    assertEquals(periodicStay, executor.getContinueExistingPeriodicTasksAfterShutdownPolicy());
    assertEquals(!delayedStay, delayed.isCancelled());
    assertEquals(!periodicStay, rate.isCancelled());
    assertEquals(!periodicStay, delay.isCancelled());
    assertEquals(!delayedStay && !periodicStay, executor.isTerminated());
    int left = (delayedStay ? 1 : 0) + (periodicStay ? 2 : 0);
    hand.awaitTimers(left);

    hand.advance(Duration.ofSeconds(2));
    Eventually.await("what stayed runs", () -> runs.get() == left);
    hand.awaitTimers(periodicStay ? 2 : 0);
    assertEquals(periodicStay, rate.cancel(true) && delay.cancel(true));
    assertTrue(executor.awaitTermination(1, TimeUnit.HOURS));
    assertEquals(left, runs.get());
  }

  @Test
  void shutdown_duringAPeriodicRun_endsItAfterThatRun() throws Exception {
    var began = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    ScheduledFuture<?> task =
        executor.scheduleAtFixedRate(
            () -> {
              began.countDown();
              try {
                go.await();
                runs.incrementAndGet();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            0,
            1,
            S);
    began.await();
    executor.shutdown();
    assertFalse(task.isDone() || executor.isTerminated());
    go.countDown();
    executor.close();
    assertTrue(task.isCancelled());
    assertEquals(1, runs.get());
  }

  @Test
  void shutdownNow_withTasksThatHaveNotBegun_returnsThemUntouched() throws Exception {
    ScheduledFuture<?> last = executor.schedule(runs::incrementAndGet, 3, S);
    ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(runs::incrementAndGet, 1, 1, S);
    ScheduledFuture<?> first = executor.schedule(runs::incrementAndGet, 1, S);
    hand.awaitTimers(3);

    List<Runnable> returned = executor.shutdownNow();
    assertEquals(List.of(periodic, first, last), returned);
    for (Runnable task : returned) {
      Future<?> future = (Future<?>) task;
      assertFalse(future.isDone() || future.isCancelled());
    }
    assertTrue(executor.isTerminated() && executor.awaitTermination(0, S));
    hand.awaitTimers(0);
    assertEquals(List.of(), executor.shutdownNow());

    returned.get(0).run(); // as in the JDK: too late
    assertThrows(CancellationException.class, periodic::get);
    assertTrue(first.cancel(false));
    assertThrows(CancellationException.class, first::get);
    assertEquals(0, runs.get());
  }

  @Test
  void shutdownNow_withARunUnderWay_interruptsIt() throws Exception {
    var began = new CountDownLatch(1);
    Future<String> future =
        executor.submit(
            () -> {
              began.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                return "interrupted";
              }
              return "";
            });
    began.await();
    assertEquals(List.of(), executor.shutdownNow());
    assertEquals("interrupted", future.get());
    assertTrue(executor.awaitTermination(1, TimeUnit.HOURS));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shutdown_racingWithSubmit_losesNothing(boolean now) throws Exception {
    try (var runtime = TaskRuntime.start()) {
      for (int round = 0; round < 500; round++) {
        var e = LoomBridge.of(runtime).scheduledExecutor();
        var ran = new AtomicInteger();
        var accepted = new AtomicInteger();
        var go = new CountDownLatch(1);
        Thread submitter =
            Thread.ofVirtual()
                .start(
                    () -> {
                      go.countDown();
                      try {
                        for (int i = 0; i < 2000; i++) { // a flood would outrun the runs
                          e.execute(ran::incrementAndGet);
                          accepted.incrementAndGet();
                        }
                      } catch (RejectedExecutionException end) {
                        // shut down
                      }
                    });
        go.await();
        if (now) {
          var _ = e.shutdownNow();
        } else {
          e.shutdown();
        }
        submitter.join();
        assertTrue(e.awaitTermination(30, S));
        assertTrue(now ? ran.get() <= accepted.get() : ran.get() == accepted.get());
      }
    }
  }
}
