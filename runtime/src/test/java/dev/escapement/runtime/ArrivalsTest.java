package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the timers that other threads have armed are taken, and in which order. */
class ArrivalsTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new RecordingTime()).build().carrier();
  private final Arrivals arrivals = new Arrivals(true, Integer.MAX_VALUE);
  private final List<Long> taken = new ArrayList<>();

  private Timer offer(int stripe, int time) {
    Timer timer = new TimerHandle(carrier, time, () -> {});
    arrivals.stripes[stripe].offer(timer, time, true);
    return timer;
  }

  private void take(int most) {
    arrivals.take(most, timer -> taken.add(timer.due));
  }

  @Test
  void take_fromSeveralStripes_mergesThemByTheTimeOfRegistration() {
    for (int time = 1; time <= 9; time++) {
      offer(time % 3 == 0 ? 1 : 0, time);
    }
    arrivals.mark(100);
    take(4);
    assertFalse(arrivals.isCaughtUp());
    take(100);
    assertTrue(arrivals.isCaughtUp());
    assertFalse(arrivals.isCut());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), taken);
  }

  @Test
  void take_whenOneThreadWasOvertakenInItsStripe_takesWhatIsBehindItLater() {
    offer(0, 5); // read the clock before the next one, and claimed its place after it
    offer(0, 4);
    offer(1, 6);
    arrivals.mark(100);
    take(100);
    assertEquals(List.of(5L, 4L, 6L), taken);
  }

  @Test
  void take_registeredAfterTheTimeOfTheMark_isLeft() {
    offer(0, 9);
    offer(1, 8);
    offer(1, 10);
    arrivals.mark(9);
    take(100);
    assertEquals(List.of(8L, 9L), taken);
    assertTrue(arrivals.isCut());
    assertTrue(arrivals.isCaughtUp());
    assertFalse(arrivals.isEmpty());
    arrivals.mark(11);
    take(100);
    assertFalse(arrivals.isCut());
    assertEquals(List.of(8L, 9L, 10L), taken);
  }

  @Test
  void take_firstOfItsStripeRegisteredJustAfterTheMark_isLeft() {
    offer(0, 10);
    offer(1, 8);
    arrivals.mark(9);
    take(100);
    assertEquals(List.of(8L), taken);
  }

  @Test
  void take_nextOfItsStripeRegisteredJustAfterTheMark_isLeft() {
    offer(0, 9);
    offer(0, 10);
    offer(1, 8);
    arrivals.mark(9);
    take(100);
    assertEquals(List.of(8L, 9L), taken);
  }

  @Test
  void take_fromThreeStripes_goesOnInOneUpToTheFirstOfTheOthers() {
    offer(0, 1);
    offer(0, 12);
    offer(1, 10);
    offer(2, 15);
    arrivals.mark(100);
    take(100);
    assertEquals(List.of(1L, 10L, 12L, 15L), taken);
  }

  @Test
  void take_fromTheOnlyStripeInUse_doesNotLookAtTheTime() {
    offer(1, 8);
    offer(1, 10);
    arrivals.mark(9);
    take(100);
    assertFalse(arrivals.isCut());
    assertEquals(List.of(8L, 10L), taken);
  }

  @Test
  void take_atTheEnd_takesAll() {
    offer(0, 9);
    offer(1, Integer.MAX_VALUE);
    arrivals.mark(Deadlines.NEVER);
    take(100);
    assertEquals(2, taken.size());
    assertTrue(arrivals.isEmpty());
  }

  @Test
  void take_afterAYearAndMore_stillMerges() {
    long later = 500L * 24 * 3600 * 1_000_000_000;
    for (int i = 0; i < 4; i++) {
      Timer timer = new TimerHandle(carrier, i, () -> {});
      arrivals.stripes[3 - i].offer(timer, later + i, true);
    }
    arrivals.mark(later + 4);
    take(100);
    assertEquals(List.of(0L, 1L, 2L, 3L), taken);
  }

  @Test
  void sweep_ofSeveralStripes_leavesWhatCameSinceTheLastOne() {
    offer(0, 1);
    offer(1, 2);
    sweep(3);
    assertEquals(List.of(), taken);
    offer(0, 4);
    sweep(5);
    assertEquals(List.of(1L, 2L), taken);
    sweep(6);
    assertEquals(List.of(1L, 2L, 4L), taken);
  }

  @Test
  void sweep_whileThereAreFew_takesNothingAndCountsForNothing() {
    offer(0, 1);
    sweep(2);
    offer(0, 3);
    arrivals.beginSweep(4);
    assertTrue(arrivals.isCaughtUp());
    arrivals.endSweep();
    sweep(5);
    assertEquals(List.of(1L), taken);
  }

  @Test
  void endSweep_tooManyCameMeanwhile_isCrowdedStill() {
    assertTrue(arrivals.crowd());
    arrivals.beginSweep(1);
    arrivals.stripes[0].allow(0);
    offer(0, 2);
    assertFalse(arrivals.crowd());
    arrivals.endSweep();
    assertTrue(arrivals.isCrowded());
    sweep(3);
    assertFalse(arrivals.isCrowded());
  }

  /** As of a stripe in which there are too many. */
  private void sweep(long now) {
    arrivals.stripes[0].allow(-1);
    arrivals.beginSweep(now);
    take(100);
    arrivals.publish();
    arrivals.endSweep();
  }

  @Test
  void sweep_ofAllStripes_takesWhatIsOlder() {
    for (int stripe = 0; stripe < arrivals.stripes.length; stripe++) {
      offer(stripe, 1 + stripe);
    }
    sweep(100);
    sweep(101);
    assertEquals(arrivals.stripes.length, taken.size());
  }

  @Test
  void sweep_ofWhatWasWithdrawn_allowsMore() {
    for (int time = 1; time <= 10; time++) {
      Stripe.withdraw(offer(0, time));
    }
    sweep(11);
    sweep(12);
    assertEquals(List.of(), taken);
    assertEquals(2 * Arrivals.UNATTENDED, allowed());
  }

  @Test
  void bound_onPendingOperations_meansOneStripe() {
    assertTrue(arrivals.isStriped());
    assertFalse(new Arrivals(true, 1_000_000).isStriped());
    assertFalse(new Arrivals(false, Integer.MAX_VALUE).isStriped());
  }

  @Test
  void endSweep_whatIsNotTakenYet_isLeftUntilTheNextMark() {
    offer(0, 1);
    offer(1, 2);
    offer(0, 3);
    arrivals.mark(100);
    take(1);
    arrivals.endSweep();
    assertTrue(arrivals.isCaughtUp());
    take(100);
    assertEquals(List.of(1L), taken);
    arrivals.mark(100);
    take(100);
    assertEquals(List.of(1L, 2L, 3L), taken);
  }

  /** How many may come before it is too many. */
  private int allowed() {
    arrivals.allowMore();
    int allowed = 0;
    Stripe stripe = arrivals.stripes[0];
    while (!stripe.offer(new TimerHandle(carrier, 0, () -> {}), 0, true)) {
      allowed++;
    }
    arrivals.mark(Deadlines.NEVER);
    arrivals.take(Integer.MAX_VALUE, timer -> {});
    arrivals.publish();
    return allowed;
  }

  @Test
  void adapt_whileMostAreCancelled_allowsFourTimesAsManyAtMost() {
    assertEquals(Arrivals.UNATTENDED, allowed());
    sweep(0);
    for (int i = 0; i < 20_000; i++) {
      arrivals.toldOfCancel();
    }
    sweep(0);
    assertEquals(2 * Arrivals.UNATTENDED, allowed());
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 20_000; i++) {
        arrivals.toldOfCancel();
      }
      sweep(0);
    }
    assertEquals(4 * Arrivals.UNATTENDED, allowed());
    sweep(0);
    assertEquals(2 * Arrivals.UNATTENDED, allowed());
    sweep(0);
    assertEquals(Arrivals.UNATTENDED, allowed());
    sweep(0);
    assertEquals(Arrivals.UNATTENDED, allowed());
  }

  @Test
  void adapt_afterASweepThatFoundNothing_changesNothing() {
    arrivals.toldOfCancel();
    sweep(0);
    sweep(0);
    assertEquals(2 * Arrivals.UNATTENDED, allowed());
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
