package dev.escapement.loom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a scheduled executor promises, by whatever clock; the JDK's own keeps it as well. */
abstract class ExecutorContract {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final World world = world();
  private final LoomBridge bridge = world.bridge();
  private final TaskRuntime runtime = world.runtime();

  abstract World world();

  abstract ScheduledExecutorService executor(LoomBridge bridge);

  @AfterEach
  void close() {
    world.close();
  }

  private interface Body {
    void run(ScheduledExecutorService executor) throws Exception;
  }

  private void run(Body body) throws Exception {
    world.run(
        () -> {
          ScheduledExecutorService executor = executor(bridge);
          try {
            body.run(executor);
          } finally {
            var _ = executor.shutdownNow();
            assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
          }
        });
  }

  private void sleep(Duration duration) {
    try {
      bridge.sleep(duration);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void schedule_runsNeverEarlyAndTellsItsResult() throws Exception {
    run(
        executor -> {
          long start = runtime.nanoTime();
          ScheduledFuture<Long> future =
              executor.schedule(runtime::nanoTime, 20, TimeUnit.MILLISECONDS);
          assertTrue(future.getDelay(TimeUnit.MILLISECONDS) <= 20);
          assertTrue(future.get() - start >= SHORT.toNanos());
          assertTrue(future.isDone());
          assertFalse(future.cancel(true));
        });
  }

  @Test
  void schedule_thatThrows_isSeenThroughItsFuture() throws Exception {
    run(
        executor -> {
          var planted = new ArithmeticException("planted");
          Callable<Boolean> failing =
              () -> {
                throw planted;
              };
          var future = executor.schedule(failing, 1, TimeUnit.MILLISECONDS);
          assertSame(planted, assertThrows(ExecutionException.class, future::get).getCause());
        });
  }

  @Test
  void get_limited_givesUpAndLeavesTheRunAlone() throws Exception {
    run(
        executor -> {
          Promise<String> go = new Promise<>();
          Future<String> future = executor.submit(() -> bridge.await(go.asTask()));
          assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
          go.complete("late");
          assertEquals("late", future.get());
        });
  }

  @Test
  void cancel_beforeTheRun_preventsIt() throws Exception {
    run(
        executor -> {
          AtomicInteger runs = new AtomicInteger();
          int before;
          ScheduledFuture<Integer> future;
          do { // again if this thread was held up for all that time
            before = runs.get();
            future = executor.schedule(runs::incrementAndGet, 200, TimeUnit.MILLISECONDS);
          } while (!future.cancel(false));
          assertFalse(future.cancel(false));
          assertThrows(CancellationException.class, future::get);
          sleep(Duration.ofMillis(250));
          assertEquals(before, runs.get());
        });
  }

  @Test
  void cancel_ofARunUnderWay_interruptsIt() throws Exception {
    run(
        executor -> {
          Promise<Boolean> began = new Promise<>();
          Promise<String> seen = new Promise<>();
          var future =
              executor.submit(
                  () -> {
                    began.complete(true);
                    try {
                      bridge.sleep(Duration.ofHours(1));
                      seen.complete("slept");
                    } catch (InterruptedException e) {
                      seen.complete("interrupted");
                    }
                  });
          assertTrue(bridge.await(began.asTask()));
          assertTrue(future.cancel(true));
          assertEquals("interrupted", bridge.await(seen.asTask()));
        });
  }

  @Test
  void fixedRate_neverOverlapsItself() throws Exception {
    run(
        executor -> {
          AtomicInteger underWay = new AtomicInteger();
          AtomicInteger most = new AtomicInteger();
          AtomicInteger runs = new AtomicInteger();
          var future =
              executor.scheduleAtFixedRate(
                  () -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    sleep(Duration.ofMillis(5));
                    underWay.decrementAndGet();
                    runs.incrementAndGet();
                  },
                  0,
                  1,
                  TimeUnit.MILLISECONDS);
          while (runs.get() < 5) {
            sleep(Duration.ofMillis(5));
          }
          assertTrue(future.cancel(false));
          assertEquals(1, most.get());
        });
  }

  @Test
  void fixedDelay_countsFromTheEndOfTheRun() throws Exception {
    run(
        executor -> {
          Promise<Long> between = new Promise<>();
          long[] ended = {0};
          AtomicInteger runs = new AtomicInteger();
          var future =
              executor.scheduleWithFixedDelay(
                  () -> {
                    if (runs.incrementAndGet() == 2) {
                      between.complete(runtime.nanoTime() - ended[0]);
                    } else if (runs.get() == 1) {
                      sleep(SHORT);
                      ended[0] = runtime.nanoTime();
                    }
                  },
                  0,
                  20,
                  TimeUnit.MILLISECONDS);
          assertTrue(bridge.await(between.asTask()) >= SHORT.toNanos());
          assertTrue(future.cancel(false));
        });
  }

  @Test
  void periodic_thatThrows_runsNoMore() throws Exception {
    run(
        executor -> {
          AtomicInteger runs = new AtomicInteger();
          var future =
              executor.scheduleAtFixedRate(
                  () -> {
                    if (runs.incrementAndGet() == 3) {
                      throw new ArithmeticException("third");
                    }
                  },
                  1,
                  1,
                  TimeUnit.MILLISECONDS);
          assertEquals(
              "third", assertThrows(ExecutionException.class, future::get).getCause().getMessage());
          sleep(SHORT);
          assertEquals(3, runs.get());
        });
  }

  @Test
  void shutdown_letsDelayedRunAndEndsPeriodic() throws Exception {
    run(
        executor -> {
          var delayed = executor.schedule(() -> "ran", 30, TimeUnit.MILLISECONDS);
          var periodic = executor.scheduleAtFixedRate(() -> {}, 10, 10, TimeUnit.MILLISECONDS);
          executor.shutdown();
          assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> {}));
          assertEquals("ran", delayed.get());
          assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
          assertTrue(periodic.isCancelled()); // not before, if a run of it was under way
          assertTrue(executor.isTerminated());
        });
  }

  @Test
  void shutdownNow_returnsWhatHadNotBegunAndInterruptsTheRest() throws Exception {
    run(
        executor -> {
          Promise<Boolean> began = new Promise<>();
          Promise<Boolean> interrupted = new Promise<>();
          var _ =
              executor.submit(
                  () -> {
                    began.complete(true);
                    try {
                      bridge.sleep(Duration.ofHours(1));
                      interrupted.complete(false);
                    } catch (InterruptedException e) {
                      interrupted.complete(true);
                    }
                  });
          var _ = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
          var _ = executor.schedule(() -> {}, 2, TimeUnit.HOURS);
          assertTrue(bridge.await(began.asTask()));
          assertEquals(2, executor.shutdownNow().size());
          assertTrue(bridge.await(interrupted.asTask()));
        });
  }

  @Test
  void invokeAll_returnsFuturesInOrder() throws Exception {
    run(
        executor -> {
          List<Callable<Integer>> bodies =
              List.of(
                  () -> {
                    sleep(SHORT);
                    return 1;
                  },
                  () -> 2,
                  () -> {
                    throw new ArithmeticException();
                  });
          List<Future<Integer>> futures = executor.invokeAll(bodies);
          assertEquals(1, futures.get(0).get());
          assertEquals(2, futures.get(1).get());
          assertThrows(ExecutionException.class, () -> futures.get(2).get());
        });
  }

  @Test
  void invokeAll_limited_cancelsWhatIsLate() throws Exception {
    run(
        executor -> {
          List<Callable<Integer>> bodies =
              List.of(
                  () -> 1,
                  () -> {
                    bridge.sleep(Duration.ofHours(1));
                    return 2;
                  });
          List<Future<Integer>> futures;
          do { // again if even the first one was held up for all that time
            futures = executor.invokeAll(bodies, 100, TimeUnit.MILLISECONDS);
            assertTrue(futures.get(1).isCancelled());
          } while (futures.get(0).isCancelled());
          assertEquals(1, futures.get(0).get());
        });
  }

  @Test
  void invokeAny_takesTheFirstSuccess() throws Exception {
    run(
        executor -> {
          List<Callable<Integer>> bodies =
              List.of(
                  () -> {
                    throw new ArithmeticException();
                  },
                  () -> {
                    sleep(SHORT);
                    return 2;
                  });
          assertEquals(2, executor.invokeAny(bodies));
        });
  }
}
