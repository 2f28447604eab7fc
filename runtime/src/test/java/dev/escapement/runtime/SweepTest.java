package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A loop that idles while timers come that are not urgent. */
class SweepTest extends SteppedLoop {
  @Test
  void idle_fewTimersThatAreNotUrgent_areLeftAlone() {
    events.add(() -> schedule(Arrivals.UNATTENDED, false));
    idleUntilTheFirstTimer();
    assertEquals(2, parked);
    assertEquals(Arrivals.UNATTENDED, carrier.inbox.depth());
    assertEquals(1, carrier.timers.size());
  }

  @Test
  void idle_manyCancels_endsIt() {
    TimerHandle[] timers = taken(MANY);
    events.add(() -> List.of(timers).forEach(TimerHandle::cancel));
    idleUntilTheFirstTimer();
    assertEquals(1, parked);
    turns();
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
    assertEquals(2, parked);
    assertEquals(Arrivals.UNATTENDED, carrier.inbox.depth());
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
  void idle_timersSinceTheTurn_takesThemAndParks() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    carrier.turn();
    elsewhere(() -> schedule(Arrivals.UNATTENDED, false));
    carrier.idling.idle();
    assertEquals(1, parked);
    assertEquals(1 + Arrivals.UNATTENDED, carrier.timers.size());
  }

  @Test
  void idle_tooManyTimersSinceTheTurn_doesNotBegin() {
    carrier.seat(Thread.currentThread());
    carrier.turn();
    elsewhere(() -> schedule(MANY, false));
    carrier.idling.idle();
    assertEquals(0, parked);
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
  void idle_taskBeforeTimers_doesNotWaitForThem() {
    carrier.seat(elsewhere);
    runtime.spawn(Tasks.ready(1));
    schedule(Arrivals.UNATTENDED, false);
    carrier.seat(Thread.currentThread());
    carrier.idling.idle();
    assertEquals(0, parked);
    assertEquals(1, carrier.ready.size());
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
