package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((task, cause) -> {}));
  private final TaskRuntime runtime = loop.runtime;

  @AfterEach
  void close() {
    loop.close();
    assertTimersAddUp(0);
    RuntimeSnapshot.Tasks told = runtime.snapshot().tasks();
    assertEquals(told.spawned(), told.completed() + told.failed() + told.cancelled());
    assertEquals(0, told.live());
  }

  private RuntimeSnapshot.Timers assertTimersAddUp(long pending) {
    RuntimeSnapshot.Timers told = runtime.snapshot().timers();
    assertEquals(pending, told.pending());
    assertEquals(told.scheduled(), told.fired() + told.cancelled() + told.pending());
    return told;
  }

  /** The gauges are those of a turn before it polls, and of the moment of parking. */
  private void rest() {
    loop.run();
    loop.carrier.turn();
  }

  private Sleep pendingSleep() {
    Sleep sleep = runtime.sleep(HOUR);
    assertEquals(Poll.pending(), sleep.poll(Context.of(Waker.noop())));
    return sleep;
  }

  @Test
  void snapshot_newRuntime_isAllZero() {
    RuntimeSnapshot told = runtime.snapshot();
    assertEquals("hand", told.name());
    assertEquals(0, told.overdueNanos());
    assertEquals(Long.MAX_VALUE, told.timers().nextDeadlineNanos());
    assertEquals(0, told.timers().scheduled());
    assertEquals(0, told.tasks().spawned());
    assertEquals(0, told.loop().parks() + told.loop().inboxDepth() + told.loop().stalls());
  }

  @Test
  void snapshot_tasksThatSleep_countsThemAsPendingAtRest() {
    List<JoinHandle<Void>> handles = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      handles.add(runtime.spawn(runtime.sleep(HOUR.multipliedBy(i))));
    }
    rest();
    RuntimeSnapshot told = runtime.snapshot();
    assertEquals(0, told.loop().ready());
    assertEquals(10, told.tasks().live());
    assertEquals(10, told.tasks().polls());
    assertEquals(HOUR.toNanos(), told.timers().nextDeadlineNanos());
    assertTimersAddUp(10);
    handles.getFirst().cancel();
    rest();
    assertEquals(HOUR.toNanos() * 2, assertTimersAddUp(9).nextDeadlineNanos());
    loop.advance(HOUR.multipliedBy(3));
    rest();
    assertEquals(2, assertTimersAddUp(7).fired());
  }

  @Test
  void snapshot_tasksOfEveryOutcome_countsEachOnce() {
    runtime.spawn(Tasks.ready(1));
    runtime.spawn(Tasks.failed(new IllegalStateException("on purpose")));
    runtime.spawn(runtime.sleep(HOUR)).cancel();
    runtime.spawn(runtime.sleep(HOUR));
    loop.run();
    RuntimeSnapshot.Tasks told = runtime.snapshot().tasks();
    assertEquals(List.of(4L, 1L, 1L, 1L, 1L), outcomes(told));
  }

  private static List<Long> outcomes(RuntimeSnapshot.Tasks told) {
    return List.of(told.spawned(), told.completed(), told.failed(), told.cancelled(), told.live());
  }

  @Test
  void timers_resetToNever_stillAddUp() {
    Sleep sleep = pendingSleep();
    loop.run();
    sleep.reset(NEVER);
    loop.run();
    assertTimersAddUp(0);
    sleep.reset(HOUR);
    loop.run();
    assertTimersAddUp(1);
    loop.elsewhere(() -> sleep.reset(NEVER));
    loop.run();
    assertTimersAddUp(0);
  }

  @Test
  void timers_resetLaterAndThenToNeverFromElsewhere_stillAddUp() {
    Sleep sleep = pendingSleep();
    sleep.reset(HOUR.multipliedBy(2));
    loop.elsewhere(() -> sleep.reset(NEVER));
    loop.run();
    assertTimersAddUp(0);
  }

  @Test
  void timers_cancelledBeforeTheyReachTheCarrier_stillAddUp() {
    loop.elsewhere(
        () -> {
          for (int i = 0; i < 100; i++) {
            runtime.schedule(HOUR, () -> {}).cancel();
          }
        });
    loop.run();
    assertEquals(100, assertTimersAddUp(0).cancelled());
  }

  @Test
  void timers_cancelledElsewhereWhenDue_countAsCancelled() {
    TimerHandle handle = runtime.schedule(HOUR, () -> {});
    loop.run();
    loop.time.set(HOUR.toNanos());
    loop.elsewhere(handle::cancel);
    loop.run();
    assertEquals(1, assertTimersAddUp(0).cancelled());
  }

  @Test
  void timers_firedAndReset_countAgain() {
    Sleep sleep = pendingSleep();
    loop.advance(HOUR);
    sleep.reset(HOUR);
    loop.run();
    assertEquals(2, assertTimersAddUp(1).scheduled());
  }

  @Test
  void lag_timersFiredAfterALeap_isRecordedExactly() {
    runtime.schedule(Duration.ofNanos(10), () -> {});
    runtime.schedule(Duration.ofNanos(30), () -> {});
    loop.leap(Duration.ofNanos(40));
    Histogram lag = runtime.snapshot().timers().lag();
    assertEquals(2, lag.count());
    assertEquals(40, lag.sumNanos());
    assertEquals(30, lag.maxNanos());
  }

  @Test
  void polls_manyOfThem_areTimedOneInSixtyFour() {
    for (int i = 0; i < 640; i++) {
      runtime.spawn(Tasks.ready(i));
    }
    loop.run();
    assertEquals(640, runtime.snapshot().tasks().polls());
    assertEquals(10, runtime.snapshot().tasks().pollDuration().count());
  }

  @Test
  void pollDuration_ofAPollThatIsTimed_isTheTimeInIt() {
    loop.time.set(1_000);
    runtime.spawn(
        context -> {
          loop.time.set(1_250);
          return Poll.ready(null);
        });
    loop.run();
    assertEquals(250, runtime.snapshot().tasks().pollDuration().sumNanos());
  }

  @Test
  void pollDuration_ofAPollThatThrows_isTheTimeInIt() {
    loop.time.set(1_000);
    runtime.spawn(
        context -> {
          loop.time.set(1_250);
          throw new IllegalStateException("on purpose");
        });
    loop.run();
    assertEquals(250, runtime.snapshot().tasks().pollDuration().sumNanos());
  }
}
