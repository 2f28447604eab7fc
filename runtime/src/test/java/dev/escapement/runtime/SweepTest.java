package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
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
 * A loop that idles while timers come that are not urgent, and the horizon that many of them open.
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
      longest = Math.max(longest, nanos);
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
  private long longest;

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
  void idle_manyTimersThatAreNotUrgent_endsItAndLeavesTheNextOnesAlone() {
    openTheHorizon();
    assertEquals(1 + MANY, carrier.timers.size());
    events.add(() -> schedule(5 * MANY, false));
    idle();
    assertEquals(3, parked);
    assertEquals(5 * MANY, carrier.inbox.depth());
    assertTrue(longest <= Horizon.SPAN / 2, () -> longest + " ns");
  }

  /** With many timers in an hour, all taken. */
  private void openTheHorizon() {
    events.add(() -> schedule(MANY, false));
    idleUntilTheFirstTimer();
    assertEquals(1, parked);
    carrier.turn();
    carrier.turn();
    assertEquals(0, carrier.inbox.depth());
    longest = 0;
  }

  @Test
  void turn_halfOfTheWayToTheHorizon_takesWhatIsFarPartByPart() {
    openTheHorizon();
    elsewhere(() -> schedule(3 * Carrier.MESSAGES_PER_TURN, false));
    elsewhere(() -> schedule(Carrier.MESSAGES_PER_TURN, true));
    time.now += Horizon.SPAN / 2;
    for (int left = 3; left >= 1; left--) {
      carrier.turn();
      assertEquals(left * Carrier.MESSAGES_PER_TURN, carrier.inbox.depth());
      carrier.idling.idle();
    }
    carrier.turn();
    assertEquals(1, parked);
    assertEquals(0, carrier.inbox.depth());
    assertEquals(Carrier.MESSAGES_PER_TURN, runtime.snapshot().timers().cancelled());
    carrier.turn();
    carrier.turn();
    assertTrue(carrier.inbox.isFar(time.now + HOUR.toNanos()));
    assertTrue(carrier.inbox.nextSweep() > time.now);
  }

  private void elsewhere(Runnable what) {
    carrier.seat(elsewhere);
    what.run();
    carrier.seat(Thread.currentThread());
  }

  @Test
  void turn_timerThatIsNear_isTakenBeforeAllThatAreFar() {
    openTheHorizon();
    elsewhere(() -> schedule(5 * MANY, false));
    elsewhere(() -> runtime.schedule(Duration.ofMillis(1), () -> {}));
    carrier.turn();
    assertEquals(2 + MANY, carrier.timers.size());
    assertEquals(5 * MANY, carrier.inbox.depth());
  }

  @Test
  void turn_whenFewCameThatAreFar_thereIsNoHorizonAnyMore() {
    openTheHorizon();
    elsewhere(() -> schedule(Arrivals.UNATTENDED, false));
    time.now += Horizon.SPAN / 2;
    carrier.turn();
    assertTrue(carrier.inbox.isFar(time.now + HOUR.toNanos()));
    turns();
    assertFalse(carrier.inbox.isFar(time.now + HOUR.toNanos()));
  }

  @Test
  void turn_timersOfAllSidesWithOneDeadline_fireInTheOrderOfRegistration() {
    List<Integer> fired = new ArrayList<>();
    long deadline = Duration.ofSeconds(1).toNanos();
    register(deadline, fired, 0);
    elsewhere(() -> register(deadline, fired, 1));
    openTheHorizon();
    elsewhere(() -> register(deadline, fired, 2));
    register(deadline, fired, 3);
    elsewhere(() -> register(deadline, fired, 4));
    time.now = deadline - Horizon.SPAN / 4;
    carrier.turn();
    elsewhere(() -> register(deadline, fired, 5));
    carrier.turn();
    register(deadline, fired, 6);
    time.now = deadline;
    turns();
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), fired);
  }

  @Test
  void turn_timersOfTasksWhileBothSidesAreTaken_doNotPassThoseBefore() {
    openTheHorizon();
    List<Integer> fired = new ArrayList<>();
    long deadline = time.now + 2 * Horizon.SPAN;
    elsewhere(() -> schedule(2 * Carrier.MESSAGES_PER_TURN, false));
    register(deadline, fired, 0);
    runtime.spawn(
        Tasks.defer(
            () -> {
              register(deadline, fired, 1);
              return Tasks.ready(null);
            }));
    time.now += Horizon.SPAN;
    for (int turn = 0; turn < 3; turn++) {
      carrier.turn();
    }
    assertEquals(0, carrier.inbox.depth());
    time.now = deadline;
    turns();
    assertEquals(List.of(0, 1), fired);
  }

  @Test
  void offer_toALoopThatNeverIdles_opensAHorizonForManyOnly() {
    openTheHorizon();
    time.now += Horizon.SPAN;
    carrier.turn();
    elsewhere(() -> schedule(Arrivals.UNATTENDED, false));
    assertFalse(carrier.inbox.isFar(time.now + HOUR.toNanos()));
    elsewhere(() -> schedule(1, false));
    assertTrue(carrier.inbox.isFar(time.now + HOUR.toNanos()));
  }

  private void register(long deadline, List<Integer> fired, int n) {
    var _ = sleepUntil(deadline, fired, n);
  }

  private Sleep sleepUntil(long deadline, List<Integer> fired, int n) {
    Sleep sleep = runtime.sleepUntil(deadline);
    assertSame(Poll.pending(), sleep.poll(Context.of(() -> fired.add(n))));
    return sleep;
  }

  private void turns() {
    for (int turn = 0; turn < 20; turn++) {
      carrier.turn();
    }
  }

  @Test
  void reset_ofWhatStandsOnTheFarSide_isInTime() {
    openTheHorizon();
    List<Integer> fired = new ArrayList<>();
    elsewhere(() -> sleepUntil(HOUR.toNanos(), fired, 1).reset(Duration.ofMillis(1)));
    time.now += Duration.ofMillis(2).toNanos();
    turns();
    assertEquals(List.of(1), fired);
  }

  @Test
  void reset_ofWhatStandsOnTheFarSideWhileTheLoopIdles_wakesIt() {
    openTheHorizon();
    List<Integer> fired = new ArrayList<>();
    events.add(
        () -> {
          Sleep sleep = sleepUntil(HOUR.toNanos(), fired, 1);
          sleep.reset(Duration.ofMillis(60));
        });
    idle();
    assertEquals(2, parked);
    carrier.turn();
    assertEquals(0, carrier.inbox.depth());
  }

  @Test
  void cancel_onTheCarrierOfWhatItPutOnTheFarSide_isWithdrawn() {
    openTheHorizon();
    schedule(1, true);
    Sleep sleep = sleepUntil(HOUR.toNanos(), new ArrayList<>(), 0);
    sleep.cancel();
    assertEquals(2, carrier.inbox.depth());
    time.now += Horizon.SPAN;
    carrier.turn();
    assertEquals(0, carrier.inbox.depth());
    assertEquals(1 + MANY, carrier.timers.size());
    assertEquals(2, runtime.snapshot().timers().cancelled());
  }

  @Test
  void drain_withTimersThatAreFar_takesThem() {
    openTheHorizon();
    elsewhere(() -> schedule(1, false));
    carrier.requestClose(HOUR.toNanos());
    carrier.turn();
    assertEquals(0, carrier.inbox.depth());
    assertFalse(carrier.inbox.isFar(time.now + HOUR.toNanos()));
  }

  @Test
  void close_withTimersOnBothSides_countsThem() {
    openTheHorizon();
    elsewhere(() -> schedule(1, false));
    elsewhere(() -> runtime.schedule(Duration.ofMillis(1), () -> {}));
    Shutdown.run(carrier);
    assertEquals(3 + MANY, runtime.snapshot().timers().cancelled());
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
