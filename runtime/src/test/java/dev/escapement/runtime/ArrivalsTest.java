package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the timers that other threads have armed are taken, and in which order. */
class ArrivalsTest {
  private final RecordingTime time = new RecordingTime();
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(time).build().carrier();
  private final Arrivals arrivals = new Arrivals(true, Integer.MAX_VALUE);
  private final List<Long> taken = new ArrayList<>();

  /** All that was registered by then, if both sides are marked. */
  private void mark(long now) {
    time.now = now;
    arrivals.mark(now, false, time);
  }

  private void take(int most) {
    arrivals.take(most, timer -> taken.add(timer.due));
  }

  @Test
  void bound_onPendingOperations_meansOneStripe() {
    assertTrue(arrivals.isStriped());
    assertFalse(new Arrivals(true, 1_000_000).isStriped());
    assertFalse(new Arrivals(false, Integer.MAX_VALUE).isStriped());
  }

  @Test
  void mark_near_leavesWhatIsFar() {
    openAt(0);
    Timer near = arm(0, 5, Horizon.SPAN);
    Timer far = arm(0, 6, Horizon.SPAN + 1);
    mark(7);
    take(100);
    assertEquals(List.of(near.due), taken);
    arrivals.publish();
    assertFalse(arrivals.isEmpty());
    assertEquals(1, arrivals.depth());
    arrivals.markAll();
    take(100);
    assertEquals(List.of(near.due, far.due), taken);
  }

  @Test
  void mark_whenTheHorizonIsReached_mergesBothSides() {
    openAt(0);
    for (int time = 1; time <= 6; time++) {
      arm(0, time, Horizon.SPAN + time % 2);
    }
    mark(Horizon.SPAN - 1);
    take(2);
    assertFalse(arrivals.isCaughtUp());
    mark(Horizon.SPAN);
    assertEquals(Deadlines.NEVER, arrivals.nextSweep()); // few came
    take(100);
    assertEquals(List.of(0L, 0L, 1L, 1L, 1L, 0L), pastTheHorizon());
  }

  @Test
  void offer_untilAStripeIsFull_opensTheHorizonAndIsToBeLookedAt() {
    for (int i = 0; i < Arrivals.UNATTENDED; i++) {
      assertFalse(offerNear(3));
    }
    assertFalse(arrivals.isFar(3 + Horizon.SPAN + 1));
    assertTrue(offerNear(3));
    assertTrue(arrivals.isFar(3 + Horizon.SPAN + 1));
    assertFalse(arrivals.isFar(3 + Horizon.SPAN));
    mark(4);
    assertEquals(3 + Horizon.SPAN / 2, arrivals.nextSweep());
    take(10_000);
    assertEquals(Arrivals.UNATTENDED + 1, taken.size());
    arrivals.allowMore();
    assertFalse(offerNear(5));
  }

  private boolean offerNear(long time) {
    Timer timer = new TimerHandle(carrier, 4, () -> {});
    return arrivals.offer(timer, arrivals.near[1], time, true);
  }

  @Test
  void offer_toOneStripeThatIsFull_hasNoHorizon() {
    Arrivals one = new Arrivals(false, Integer.MAX_VALUE);
    boolean full = false;
    for (int i = 0; i <= Arrivals.UNATTENDED; i++) {
      Timer timer = new TimerHandle(carrier, 4, () -> {});
      full = one.offer(timer, one.stripe(), 3, true);
    }
    assertTrue(full);
    assertFalse(one.isFar(Long.MAX_VALUE - 1));
  }

  @Test
  void sweepFar_moreThanItMayTake_leavesTheRestAndTheHorizon() {
    openAt(0);
    for (int time = 1; time <= 5; time++) {
      arm(time % 2, time, Horizon.SPAN + time);
    }
    sweep(Horizon.SPAN / 2 - 1, 3);
    assertEquals(List.of(), taken);
    sweep(Horizon.SPAN / 2, 3);
    assertEquals(List.of(1L, 2L, 3L), pastTheHorizon());
    sweep(Horizon.SPAN / 2, 2);
    assertEquals(Horizon.SPAN / 2, arrivals.nextSweep());
    sweep(Horizon.SPAN / 2, 1);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), pastTheHorizon());
    mark(Horizon.SPAN / 2);
    assertEquals(Deadlines.NEVER, arrivals.nextSweep());
  }

  private List<Long> pastTheHorizon() {
    return taken.stream().map(due -> due - Horizon.SPAN).toList();
  }

  /** A turn of the loop. */
  private void sweep(long now, int most) {
    mark(now);
    take(100);
    assertTrue(arrivals.isCaughtUp());
    arrivals.sweepFar(most, timer -> taken.add(timer.due));
    arrivals.publish();
  }

  @Test
  void sweepFar_whatIsNear_isTakenFirst() {
    openAt(0);
    arm(0, 1, Horizon.SPAN + 1);
    arm(1, 2, Horizon.SPAN);
    sweep(Horizon.SPAN / 2, 100);
    assertEquals(List.of(0L, 1L), pastTheHorizon());
  }

  @Test
  void sweepFar_registeredAfterTheMark_isLeft() {
    openAt(0);
    arm(0, 1, Horizon.SPAN + 1);
    arm(0, Horizon.SPAN / 2 + 1, Horizon.SPAN + 2);
    sweep(Horizon.SPAN / 2, 100);
    assertEquals(List.of(1L), pastTheHorizon());
  }

  @Test
  void sweepFar_afterBothWereMarked_takesNothing() {
    openAt(0);
    arm(0, 1, Horizon.SPAN + 1);
    mark(Horizon.SPAN);
    assertFalse(arrivals.sweepFar(100, timer -> {}));
  }

  @Test
  void moved_toWithinTheHorizon_marksBoth() {
    openAt(0);
    arm(0, 1, Horizon.SPAN + 1);
    assertFalse(arrivals.moved(Horizon.SPAN + 1));
    mark(2);
    take(100);
    assertEquals(List.of(), taken);
    assertTrue(arrivals.moved(Horizon.SPAN));
    mark(3);
    take(100);
    assertEquals(1, taken.size());
    assertEquals(Horizon.SPAN / 2, arrivals.nextSweep());
  }

  @Test
  void moved_withoutAHorizon_isNothing() {
    assertFalse(arrivals.moved(1));
  }

  /** As by a thread that has found its stripe full then. */
  private void openAt(long now) {
    arrivals.near[3].allow(-1);
    Timer timer = new TimerHandle(carrier, 0, () -> {});
    assertTrue(arrivals.offer(timer, arrivals.near[3], now, true));
    mark(now);
    arrivals.take(1, first -> {});
    arrivals.publish();
  }

  /** With a deadline, on its side. */
  private Timer arm(int stripe, long time, long deadline) {
    Timer timer = new TimerHandle(carrier, deadline, () -> {});
    assertFalse(arrivals.offer(timer, arrivals.near[stripe], time, true));
    return timer;
  }

  @Test
  void crowd_once_isForOneOfTheThreadsThatFindIt() {
    assertTrue(arrivals.crowd());
    assertFalse(arrivals.crowd());
    assertTrue(arrivals.isCrowded());
    arrivals.allowMore();
    assertFalse(arrivals.isCrowded());
  }
}
