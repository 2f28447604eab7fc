package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The bound on operations that the loop has not come to. */
class BoundTest {
  private static final int BOUND = 4;
  private static final Duration HOUR = Duration.ofHours(1);

  private final HandLoop loop = new HandLoop(0, builder -> builder.maxPendingOperations(BOUND));
  private final TaskRuntime runtime = loop.runtime;

  @AfterEach
  void close() {
    loop.close();
  }

  private static void assertRefused(String what, Executable call) {
    String message = assertThrows(RejectedExecutionException.class, call).getMessage();
    assertEquals(what + ": runtime 'hand' has 4 pending operations; allowed are 4", message);
  }

  @Test
  void bound_reachedFromElsewhere_refusesSpawnAndScheduleUntilTheLoopTurns() {
    for (int round = 0; round < 3; round++) {
      loop.elsewhere(
          () -> {
            runtime.spawn(Tasks.ready(1));
            runtime.schedule(HOUR, () -> {});
            runtime.spawn(Tasks.ready(2));
            runtime.schedule(HOUR, () -> {});
            assertRefused("spawn", () -> runtime.spawn(Tasks.ready(3)));
            assertRefused("schedule", () -> runtime.schedule(HOUR, () -> {}));
          });
      loop.run();
      loop.carrier.turn();
    }
    assertEquals(6, runtime.snapshot().tasks().completed());
    assertEquals(6, runtime.snapshot().timers().pending());
  }

  @Test
  void bound_reachedByATaskOfTheRuntime_refusesItsNextSpawn() {
    List<JoinHandle<Integer>> children = new ArrayList<>();
    Task<Integer> greedy =
        context -> {
          for (int i = 0; i < BOUND; i++) {
            children.add(runtime.spawn(Tasks.ready(i)));
          }
          assertRefused("spawn", () -> runtime.spawn(Tasks.ready(4)));
          return Poll.ready(0);
        };
    JoinHandle<Integer> parent = runtime.spawn(greedy);
    loop.run();
    assertEquals(0, assertDone(parent));
    assertTrue(children.stream().allMatch(JoinHandle::isDone));
  }

  private static int assertDone(JoinHandle<Integer> handle) {
    return handle.toCompletableFuture().join();
  }

  @Test
  void bound_reached_refusesNoWakeAndNoCancel() {
    Probe<Integer> probe = new Probe<>();
    JoinHandle<Integer> woken = runtime.spawn(probe);
    JoinHandle<Void> cancelled = runtime.spawn(runtime.sleep(HOUR));
    Sleep sleep = runtime.sleep(HOUR);
    sleep.poll(Context.of(Waker.noop()));
    TimerHandle timer = runtime.schedule(HOUR, () -> {});
    loop.run();
    loop.carrier.turn();
    loop.elsewhere(
        () -> {
          for (int i = 0; i < BOUND; i++) {
            runtime.spawn(Tasks.ready(1));
          }
          assertRefused("spawn", () -> runtime.spawn(Tasks.ready(3)));
          probe.finish(7);
          assertTrue(cancelled.cancel());
          assertTrue(timer.cancel());
          sleep.reset(Duration.ofNanos(1));
        });
    loop.leap(Duration.ofNanos(1));
    assertEquals(7, assertDone(woken));
    assertTrue(cancelled.isDone());
    assertTrue(sleep.isElapsed());
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void bound_reached_letsPendingSleepsBePolled() {
    List<JoinHandle<Void>> sleeps = new ArrayList<>();
    for (int i = 0; i < BOUND; i++) {
      sleeps.add(runtime.spawn(runtime.sleep(HOUR)));
    }
    loop.run();
    assertEquals(BOUND, loop.carrier.timers.size());
    loop.leap(HOUR);
    assertTrue(sleeps.stream().allMatch(JoinHandle::isDone));
  }

  @Test
  void bound_halfReachedByTimersThatAreNotUrgent_wakesTheLoop() {
    try (TaskRuntime real = TaskRuntime.builder().maxPendingOperations(100).build()) {
      real.schedule(HOUR, () -> {});
      Eventually.await("parked", () -> real.carrier().inbox.isIdle());
      for (int i = 0; i < 60; i++) {
        real.schedule(HOUR.multipliedBy(2), () -> {});
      }
      Eventually.await("taken", () -> real.carrier().inbox.depth() <= 50);
    }
  }
}
