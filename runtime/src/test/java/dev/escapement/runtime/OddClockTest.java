package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clocks that stand still, leap ahead, or run backwards. */
class OddClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();
  private final TaskRuntime runtime = loop.runtime;

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void clock_thatStandsStill_firesNothingAndLetsTasksGoOn() {
    TimerHandle timer = runtime.schedule(Duration.ofNanos(1), () -> {});
    JoinHandle<Integer> task = runtime.spawn(context -> Poll.ready(1));
    for (int i = 0; i < 1_000; i++) {
      loop.run();
    }
    assertFalse(timer.isFired());
    assertEquals(1, task.toCompletableFuture().resultNow());
  }

  @Test
  void clock_thatLeapsADay_firesAllThatIsDueInOrder() {
    List<Integer> fired = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int hours = i * 7919 % 1_000;
      runtime.schedule(Duration.ofMinutes(hours), () -> fired.add(hours));
    }
    loop.run().leap(Duration.ofDays(1));
    assertEquals(1_000, fired.size());
    assertEquals(fired.stream().sorted().toList(), fired);
  }

  @Test
  void clock_thatRunsBackwards_firesNothingBeforeItsDeadline() {
    List<Long> firedAt = new ArrayList<>();
    loop.time.set(SECOND.toNanos());
    runtime.schedule(SECOND, () -> firedAt.add(runtime.nanoTime()));
    loop.run();
    for (long back = 1; back <= 10; back++) {
      loop.time.set(SECOND.toNanos() - back * SECOND.toNanos());
      loop.run();
    }
    assertEquals(List.of(), firedAt);

    loop.time.set(2 * SECOND.toNanos());
    loop.run();
    assertEquals(List.of(2 * SECOND.toNanos()), firedAt);
  }

  @Test
  void clock_thatRunsBackwards_leavesTheCountersWhole() {
    loop.time.set(SECOND.toNanos());
    loop.run();
    loop.time.set(0);
    runtime.schedule(Duration.ZERO, () -> {});
    loop.run();
    RuntimeSnapshot seen = runtime.snapshot();
    assertEquals(1, seen.timers().fired());
    assertTrue(seen.timers().lag().maxNanos() >= 0);
  }
}
