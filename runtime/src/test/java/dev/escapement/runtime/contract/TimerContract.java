package dev.escapement.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Interval;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.MissedTick;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What timers promise, by whatever clock. */
abstract class TimerContract {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final World world = world();
  private final TaskRuntime runtime = world.runtime();

  abstract World world();

  @AfterEach
  void close() {
    world.close();
  }

  /** Does something on the carrier, between two turns. */
  private <T> T onCarrier(Tasks.Step<Boolean, T> step) throws Exception {
    return world.run(Tasks.map(Tasks.ready(true), step));
  }

  @Test
  void sleep_anyDuration_isNeverEarly() throws Exception {
    for (Duration d : List.of(Duration.ZERO, Duration.ofNanos(1), SHORT, Duration.ofMillis(-5))) {
      Sleep sleep = runtime.sleep(d);
      world.run(sleep);
      assertTrue(sleep.isElapsed());
      assertTrue(runtime.nanoTime() >= sleep.deadlineNanos(), d::toString);
    }
  }

  @Test
  void callbacks_ofManyDeadlines_runInDeadlineThenRegistrationOrder() throws Exception {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    Map<Integer, TimerHandle> registered = new LinkedHashMap<>();
    Promise<Boolean> last = new Promise<>();
    onCarrier(
        ready -> {
          for (int group = 4; group >= 0; group--) {
            for (int i = 0; i < 10; i++) {
              int number = 10 * group + i;
              Runnable action =
                  () -> {
                    ran.add(number);
                    if (ran.size() == 50) {
                      last.complete(true);
                    }
                  };
              registered.put(number, runtime.schedule(Duration.ofMillis(20 + 5L * group), action));
            }
          }
          return true;
        });
    world.run(last.asTask());
    // by the deadlines that they were given: a thread that is held up schedules later than it wants
    List<Integer> expected = new ArrayList<>(registered.keySet());
    expected.sort(Comparator.comparingLong(n -> registered.get(n).deadlineNanos()));
    assertEquals(expected, ran);
  }

  @Test
  void callback_cancelledInTime_neverRuns() throws Exception {
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    Promise<Boolean> done = new Promise<>();
    TimerHandle kept =
        onCarrier(
            ready -> {
              TimerHandle cancelled = runtime.schedule(SHORT, () -> ran.add("cancelled"));
              assertTrue(cancelled.cancel());
              assertFalse(cancelled.cancel());
              return runtime.schedule(
                  SHORT,
                  () -> {
                    ran.add("kept");
                    done.complete(true);
                  });
            });
    world.run(done.asTask());
    assertEquals(List.of("kept"), ran);
    assertTrue(kept.isFired());
    assertFalse(kept.cancel());
  }

  @Test
  void sleep_cancelledWhileAwaited_tellsItsWaiter() throws Exception {
    Sleep sleep = runtime.sleep(LONG);
    runtime.schedule(SHORT, sleep::cancel);
    ExecutionException thrown = assertThrows(ExecutionException.class, () -> world.run(sleep));
    assertInstanceOf(CancellationException.class, thrown.getCause());
  }

  @Test
  void sleep_reset_movesBothWays() throws Exception {
    long start = runtime.nanoTime();
    Sleep earlier = runtime.sleep(LONG);
    Sleep later = runtime.sleep(SHORT);
    runtime.schedule(
        Duration.ofMillis(5),
        () -> {
          earlier.reset(SHORT);
          later.reset(SHORT.multipliedBy(2));
        });
    world.run(Tasks.joinAll(List.of(earlier, later)));
    long passed = runtime.nanoTime() - start;
    assertTrue(passed >= SHORT.multipliedBy(2).toNanos(), () -> passed + " ns");
    assertTrue(passed < LONG.toNanos(), () -> passed + " ns");
  }

  @Test
  void timeout_aroundWhatNeverEnds_failsAndCancelsIt() {
    boolean[] cancelled = {false};
    Task<Boolean> never =
        new Task<>() {
          private final Task<Boolean> wait = new Promise<Boolean>().asTask();

          @Override
          public dev.escapement.runtime.Poll<Boolean> poll(dev.escapement.runtime.Context context)
              throws Exception {
            return wait.poll(context);
          }

          @Override
          public void cancel() {
            cancelled[0] = true;
          }
        };
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> world.run(runtime.timeout(SHORT, never)));
    assertInstanceOf(TimeoutException.class, thrown.getCause());
    assertTrue(cancelled[0]);
  }

  @Test
  void handle_cancelled_endsAsCancelled() {
    JoinHandle<?> handle = runtime.spawn(runtime.sleep(LONG));
    runtime.schedule(SHORT, () -> assertTrue(handle.cancel()));
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> world.run(handle.asTask()));
    assertInstanceOf(CancellationException.class, thrown.getCause());
    assertFalse(handle.cancel());
  }

  @Test
  void interval_onTime_countsItsGridPoints() throws Exception {
    Interval interval = runtime.interval(SHORT).onMissedTick(MissedTick.BURST);
    long first = world.run(interval.tick()).scheduledNanos();
    for (int i = 2; i <= 4; i++) {
      Interval.Tick tick = world.run(interval.tick());
      assertEquals(i, tick.index());
      assertEquals(first + (i - 1) * SHORT.toNanos(), tick.scheduledNanos());
      assertTrue(runtime.nanoTime() >= tick.scheduledNanos());
    }
  }

  @Test
  void interval_afterAPause_followsItsPolicy() throws Exception {
    for (MissedTick policy : MissedTick.values()) {
      Interval interval = runtime.interval(SHORT).onMissedTick(policy);
      world.run(runtime.sleep(SHORT.multipliedBy(4).plusMillis(1)));
      Interval.Tick tick = world.run(interval.tick());
      switch (policy) {
        case BURST -> {
          assertEquals(1, tick.index());
          assertEquals(2, world.run(interval.tick()).index());
        }
        case SKIP -> {
          assertTrue(tick.index() >= 4, tick::toString);
          assertEquals(tick.index() - 1, tick.missed());
        }
        case DELAY -> {
          long next = world.run(interval.tick()).scheduledNanos();
          assertTrue(next >= tick.scheduledNanos() + SHORT.toNanos(), tick::toString);
        }
      }
    }
  }

  @Test
  void close_whileTasksWait_cancelsThem() {
    JoinHandle<?> handle = runtime.spawn(runtime.sleep(LONG));
    world.close();
    assertThrows(CancellationException.class, handle::join);
  }
}
