package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that is handed over while the runtime closes: refused, or ended, never lost. */
class CloseRaceTest {
  private static final int ROUNDS = 600;

  /** So many handles a round, if the close does not come first. */
  private static final int ENOUGH = 400;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void end() {
    threads.shutdownNow();
    WatchdogThread.awaitNone();
  }

  private static void assertEnd(List<JoinHandle<?>> handles) {
    for (JoinHandle<?> handle : handles) {
      if (!handle.isDone()) {
        Eventually.await(handle + " ends", handle::isDone);
      }
    }
  }

  /** Hands tasks of every kind over until the runtime refuses. */
  private static List<JoinHandle<?>> spawnUntilRefused(TaskRuntime runtime) {
    List<JoinHandle<?>> handles = new ArrayList<>();
    try {
      while (handles.size() < ENOUGH) {
        handles.add(runtime.spawn(Tasks.ready(1)));
        handles.add(runtime.spawn(runtime.sleep(HOUR)));
        JoinHandle<Void> cancelled = runtime.spawn(runtime.sleep(NEVER));
        handles.add(cancelled);
        cancelled.cancel();
        Promise<Integer> promise = new Promise<>();
        handles.add(runtime.spawn(promise.asTask()));
        promise.complete(1);
      }
    } catch (RejectedExecutionException closed) {
      // as it should be
    }
    return handles;
  }

  @Test
  void spawn_whileTheRuntimeCloses_endsEveryHandle() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TaskRuntime runtime = TaskRuntime.start();
      Future<List<JoinHandle<?>>> one = threads.submit(() -> spawnUntilRefused(runtime));
      Future<List<JoinHandle<?>>> two = threads.submit(() -> spawnUntilRefused(runtime));
      Future<?> closer = round % 2 == 0 ? threads.submit(() -> runtime.close()) : null;
      runtime.close();
      assertEnd(one.get());
      assertEnd(two.get());
      if (closer != null) {
        closer.get();
      }
      assertTrue(runtime.carrier().life.endedInOrder());
    }
  }

  @Test
  void schedule_whileTheRuntimeCloses_runsOrIsCancelledAtOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TaskRuntime runtime = TaskRuntime.start();
      AtomicInteger late = new AtomicInteger();
      Future<List<TimerHandle>> scheduling =
          threads.submit(
              () -> {
                List<TimerHandle> timers = new ArrayList<>();
                try {
                  while (timers.size() < ENOUGH) {
                    timers.add(runtime.schedule(Duration.ZERO, () -> {}));
                    timers.add(runtime.schedule(HOUR, late::incrementAndGet));
                  }
                } catch (RejectedExecutionException closed) {
                  // as it should be
                }
                return timers;
              });
      runtime.close();
      for (TimerHandle timer : scheduling.get()) {
        assertFalse(timer.cancel(), "neither fired nor cancelled");
      }
      assertTrue(late.get() == 0);
    }
  }

  @Test
  void sleepOnAnotherRuntime_whileItsOwnCloses_isToldAlways() throws Exception {
    Builder quiet = TaskRuntime.builder().uncaughtHandler((task, cause) -> {});
    try (TaskRuntime other = quiet.build()) {
      for (int round = 0; round < ROUNDS; round++) {
        TaskRuntime runtime = TaskRuntime.start();
        List<JoinHandle<?>> sleepers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          sleepers.add(other.spawn(runtime.sleep(i % 2 == 0 ? HOUR : NEVER)));
        }
        runtime.close();
        assertEnd(sleepers);
      }
    }
  }

  @Test
  void blockOn_whileTheRuntimeItDrivesCloses_alwaysReturns() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TaskRuntime runtime = TaskRuntime.builder().withoutOwnThread().build();
      Future<Integer> driving =
          threads.submit(
              () -> {
                int n = 0;
                try {
                  while (true) {
                    n += runtime.blockOn(Tasks.map(Tasks.yieldNow(), nothing -> 1));
                  }
                } catch (RejectedExecutionException | CancellationException closed) {
                  return n;
                }
              });
      if (round % 3 == 0) {
        Eventually.await("it is driven", () -> runtime.snapshot().tasks().polls() > 0);
      }
      runtime.close();
      assertTrue(driving.get(30, TimeUnit.SECONDS) >= 0);
      assertTrue(runtime.carrier().life.endedInOrder());
    }
  }
}
