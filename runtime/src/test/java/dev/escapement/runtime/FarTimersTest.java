package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers beyond the horizon that many of them open. */
class FarTimersTest extends SteppedLoop {
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
    long pending = runtime.snapshot().timers().pending();
    for (int left = 3; left >= 1; left--) {
      carrier.turn();
      assertEquals(left * Carrier.MESSAGES_PER_TURN, carrier.inbox.depth());
      assertEquals(pending, runtime.snapshot().timers().pending());
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
    passTheHorizon(deadline);
    assertEquals(List.of(0, 1), fired);
  }

  /** With more on the far side than two turns take. */
  private void passTheHorizon(long deadline) {
    time.now += Horizon.SPAN;
    for (int turn = 0; turn < 3; turn++) {
      carrier.turn();
    }
    assertEquals(0, carrier.inbox.depth());
    time.now = deadline;
    turns();
  }

  @Test
  void turn_hookOfATaskCancelledWhileBothSidesAreTaken_doesNotPassThoseBefore() {
    openTheHorizon();
    List<Integer> fired = new ArrayList<>();
    long deadline = time.now + 2 * Horizon.SPAN;
    Task<Void> hooked =
        new Task<>() {
          @Override
          public Poll<Void> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void cancel() {
            register(deadline, fired, 1);
          }
        };
    JoinHandle<Void> handle = runtime.spawn(hooked);
    carrier.turn();
    elsewhere(() -> schedule(2 * Carrier.MESSAGES_PER_TURN, false));
    register(deadline, fired, 0);
    elsewhere(handle::cancel);
    passTheHorizon(deadline);
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
}
