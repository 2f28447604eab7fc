package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A loop that idles while timers come that are not urgent: what it does at each end of its park.
 */
class SweepTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** More than an idle loop leaves alone. */
  private static final int MANY = Arrivals.UNATTENDED + 1;

  /** The system's time, but for a clock that ticks with each look, and parks that end at once. */
  private final class Ticking extends SystemTime {
    private long now;

    Ticking() {
      super(LagMode.ECONOMY);
    }

    @Override
    public long nanoTime() {
      return now++;
    }

    @Override
    void parkNanos(long nanos) {
      parked++;
      Runnable event = events.poll();
      carrier.seat(elsewhere);
      if (event == null) {
        carrier.inbox.signal();
      } else {
        event.run();
      }
      carrier.seat(Thread.currentThread());
    }
  }

  private final Ticking time = new Ticking();
  private final TaskRuntime runtime =
      TaskRuntime.builder().withoutOwnThread().timeSource(time).build();
  private final Carrier carrier = runtime.carrier();
  private final Thread elsewhere = new Thread("elsewhere");

  /** What happens elsewhere, park by park; at last the loop is woken. */
  private final Queue<Runnable> events = new ArrayDeque<>();

  private int parked;

  @AfterEach
  void close() {
    carrier.seat(null);
    runtime.close();
  }

  private void idle() {
    carrier.seat(Thread.currentThread());
    carrier.turn();
    carrier.idling.idle();
  }

  /** With a first timer in a minute, so that those in an hour are not urgent. */
  private void idleUntilTheFirstTimer() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    idle();
  }

  private void schedule(int count, boolean cancel) {
    for (int i = 0; i < count; i++) {
      TimerHandle timer = runtime.schedule(HOUR, () -> {});
      if (cancel) {
        timer.cancel();
      }
    }
  }

  @Test
  void idle_fewTimersThatAreNotUrgent_areLeftAlone() {
    events.add(() -> schedule(Arrivals.UNATTENDED, false));
    idleUntilTheFirstTimer();
    assertEquals(2, parked);
    assertEquals(Arrivals.UNATTENDED, carrier.inbox.depth());
    assertEquals(1, carrier.timers.size());
  }

  @Test
  void idle_manyTimersThatAreNotUrgent_takesTheOlderAndParksAgain() {
    events.add(() -> schedule(MANY, false));
    events.add(() -> schedule(MANY, true));
    events.add(() -> schedule(MANY, true));
    idleUntilTheFirstTimer();
    assertEquals(4, parked);
    assertEquals(MANY, carrier.inbox.depth());
    assertEquals(1 + MANY, carrier.timers.size());
    RuntimeSnapshot.Timers told = runtime.snapshot().timers();
    assertEquals(1 + 2 * MANY, told.scheduled());
    assertEquals(MANY, told.cancelled());
    carrier.turn();
    assertEquals(0, carrier.inbox.depth());
  }

  @Test
  void idle_moreThanOneTurnTakes_takesAllOfTheOlder() {
    events.add(() -> schedule(10 * MANY, false));
    events.add(() -> schedule(MANY, true));
    idleUntilTheFirstTimer();
    assertEquals(1 + 10 * MANY, carrier.timers.size());
  }

  @Test
  void idle_manyCancels_takesThem() {
    TimerHandle[] timers = taken(MANY);
    events.add(() -> List.of(timers).forEach(TimerHandle::cancel));
    idleUntilTheFirstTimer();
    assertEquals(2, parked);
    assertEquals(1, carrier.timers.size());
  }

  /** On the carrier. */
  private TimerHandle[] taken(int count) {
    carrier.seat(Thread.currentThread());
    TimerHandle[] timers = new TimerHandle[count];
    for (int i = 0; i < count; i++) {
      timers[i] = runtime.schedule(HOUR, () -> {});
    }
    return timers;
  }

  @Test
  void idle_fewCancels_areLeftAlone() {
    TimerHandle[] timers = taken(Arrivals.UNATTENDED);
    events.add(() -> List.of(timers).forEach(TimerHandle::cancel));
    idleUntilTheFirstTimer();
    assertEquals(Arrivals.UNATTENDED, carrier.inbox.depth());
  }

  @Test
  void idle_cancelsOfWhatWasTaken_letMoreStandUnattended() {
    TimerHandle[] timers = taken(MANY);
    events.add(() -> List.of(timers).forEach(TimerHandle::cancel));
    events.add(() -> schedule(MANY, false));
    events.add(() -> schedule(2 * Arrivals.UNATTENDED, false));
    idleUntilTheFirstTimer();
    assertEquals(4, parked);
    assertEquals(MANY + 2 * Arrivals.UNATTENDED, carrier.inbox.depth());
  }

  @Test
  void turn_sleepsOfManyThreadsWithOneDeadline_fireInTheOrderOfRegistration()
      throws InterruptedException {
    List<Integer> fired = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int n = i;
      Thread thread =
          new Thread(() -> runtime.sleepUntil(1_000_000).poll(Context.of(() -> fired.add(n))));
      thread.start();
      thread.join();
    }
    carrier.seat(Thread.currentThread());
    carrier.turn();
    time.now = 1_000_000;
    for (int turn = 0; turn < 20; turn++) {
      carrier.turn();
    }
    assertEquals(IntStream.range(0, 20).boxed().toList(), fired);
  }

  @Test
  void idle_manyCancelsButFewTimers_leavesTheTimers() {
    TimerHandle[] timers = taken(2 * MANY);
    for (int half = 0; half < 2; half++) {
      int from = half * MANY;
      events.add(
          () -> {
            schedule(1_000, false);
            for (int i = from; i < from + MANY; i++) {
              timers[i].cancel();
            }
          });
    }
    idleUntilTheFirstTimer();
    assertEquals(3, parked);
    assertEquals(1, carrier.timers.size());
    assertEquals(2_000, carrier.inbox.depth());
  }

  @Test
  void idle_manyTimersSinceTheTurn_takesThemAllAndParks() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    carrier.turn();
    carrier.seat(elsewhere);
    schedule(3 * MANY, false);
    carrier.seat(Thread.currentThread());
    carrier.idling.idle();
    assertEquals(1, parked);
    assertEquals(1 + 3 * MANY, carrier.timers.size());
  }

  @Test
  void idle_parkThatEndsForNoReason_goesOn() {
    events.add(() -> schedule(1, false));
    events.add(() -> {});
    idleUntilTheFirstTimer();
    assertEquals(3, parked);
    assertEquals(1, carrier.inbox.depth());
  }

  @Test
  void idle_parkThatEndsAhead_endsIt() {
    events.add(() -> time.now += Duration.ofMinutes(1).toNanos() - TimerAdvance.LONGEST / 2);
    idleUntilTheFirstTimer();
    assertEquals(1, parked);
  }

  @Test
  void idle_interrupt_endsIt() {
    events.add(Thread.currentThread()::interrupt);
    idleUntilTheFirstTimer();
    assertTrue(Thread.interrupted());
    assertEquals(1, parked);
  }

  @Test
  void idle_urgentTimerAmongMany_endsIt() {
    events.add(
        () -> {
          schedule(MANY, false);
          runtime.schedule(Duration.ofSeconds(1), () -> {});
        });
    idleUntilTheFirstTimer();
    assertEquals(1, parked);
    assertEquals(MANY + 1, carrier.inbox.depth());
  }

  @Test
  void idle_deadlineThatPassedMeanwhile_endsIt() {
    events.add(
        () -> {
          schedule(MANY, false);
          time.now += HOUR.toNanos();
        });
    idleUntilTheFirstTimer();
    assertEquals(1, parked);
    assertEquals(MANY, carrier.inbox.depth());
  }

  @Test
  void idle_taskBeforeManyTimers_doesNotWaitForThem() {
    carrier.seat(elsewhere);
    runtime.spawn(Tasks.ready(1));
    schedule(3 * MANY, false);
    carrier.seat(Thread.currentThread());
    carrier.idling.idle();
    assertEquals(0, parked);
    assertEquals(1, carrier.ready.size());
    assertTrue(carrier.inbox.depth() > MANY);
  }

  @Test
  void idle_closeWhileManyCome_endsIt() {
    events.add(
        () -> {
          schedule(MANY, false);
          carrier.requestClose(0);
        });
    idleUntilTheFirstTimer();
    assertEquals(1, parked);
  }

  @Test
  void idle_afterTheFirstTimerOfAllWasWithdrawn_isNotWokenByTheNextOnes() {
    events.add(() -> schedule(1, true));
    idle();
    assertFalse(carrier.inbox.isEmpty());
    events.add(() -> schedule(100, true));
    idle();
    assertEquals(3, parked);
    assertEquals(100, carrier.inbox.depth());
    carrier.turn();
    assertNull(carrier.timers.first());
  }
}
