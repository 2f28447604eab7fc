package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken of several stripes, and in which order. */
class MergeTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new RecordingTime()).build().carrier();
  private final Stripe[] stripes = {new Stripe(), new Stripe(), new Stripe(), new Stripe()};
  private final Merge merge = new Merge(stripes);
  private final List<Long> taken = new ArrayList<>();

  private void offer(int stripe, int time) {
    stripes[stripe].offer(new TimerHandle(carrier, time, () -> {}), time, true);
  }

  private void take(int most) {
    merge.take(most, timer -> taken.add(timer.due));
  }

  @Test
  void take_fromSeveralStripes_mergesThemByTheTimeOfRegistration() {
    for (int time = 1; time <= 9; time++) {
      offer(time % 3 == 0 ? 1 : 0, time);
    }
    merge.mark(100);
    take(4);
    assertTrue(merge.isPending());
    take(100);
    assertFalse(merge.isPending());
    assertFalse(merge.isCut());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), taken);
  }

  @Test
  void take_whenOneThreadWasOvertakenInItsStripe_takesWhatIsBehindItLater() {
    offer(0, 5); // read the clock before the next one, and claimed its place after it
    offer(0, 4);
    offer(1, 6);
    merge.mark(100);
    take(100);
    assertEquals(List.of(5L, 4L, 6L), taken);
  }

  @Test
  void take_registeredAfterTheTimeOfTheMark_isLeft() {
    offer(0, 9);
    offer(1, 8);
    offer(1, 10);
    merge.mark(9);
    take(100);
    assertEquals(List.of(8L, 9L), taken);
    assertTrue(merge.isCut());
    assertFalse(merge.isPending());
    assertFalse(stripes[1].isEmpty());
    merge.mark(11);
    take(100);
    assertFalse(merge.isCut());
    assertEquals(List.of(8L, 9L, 10L), taken);
  }

  @Test
  void take_firstOfItsStripeRegisteredJustAfterTheMark_isLeft() {
    offer(0, 10);
    offer(1, 8);
    merge.mark(9);
    take(100);
    assertEquals(List.of(8L), taken);
  }

  @Test
  void take_nextOfItsStripeRegisteredJustAfterTheMark_isLeft() {
    offer(0, 9);
    offer(0, 10);
    offer(1, 8);
    merge.mark(9);
    take(100);
    assertEquals(List.of(8L, 9L), taken);
  }

  @Test
  void take_fromThreeStripes_goesOnInOneUpToTheFirstOfTheOthers() {
    offer(0, 1);
    offer(0, 12);
    offer(1, 10);
    offer(2, 15);
    merge.mark(100);
    take(100);
    assertEquals(List.of(1L, 10L, 12L, 15L), taken);
  }

  @Test
  void take_fromTheOnlyStripeInUse_doesNotLookAtTheTime() {
    offer(1, 8);
    offer(1, 10);
    merge.mark(9);
    take(100);
    assertFalse(merge.isCut());
    assertEquals(List.of(8L, 10L), taken);
  }

  @Test
  void take_atTheEnd_takesAll() {
    offer(0, 9);
    offer(1, Integer.MAX_VALUE);
    merge.markAll();
    take(100);
    assertEquals(2, taken.size());
  }

  @Test
  void take_afterAYearAndMore_stillMerges() {
    long later = 500L * 24 * 3600 * 1_000_000_000;
    for (int i = 0; i < 4; i++) {
      Timer timer = new TimerHandle(carrier, i, () -> {});
      stripes[3 - i].offer(timer, later + i, true);
    }
    merge.mark(later + 4);
    take(100);
    assertEquals(List.of(0L, 1L, 2L, 3L), taken);
  }

  @Test
  void markStrictly_theOnlyStripeInUse_leavesWhatCameLater() {
    offer(1, 8);
    offer(1, 10);
    merge.markStrictly(9);
    take(100);
    assertTrue(merge.isCut());
    assertEquals(List.of(8L), taken);
  }

  @Test
  void mark_beforeAllWasTaken_goesOnWhereItWas() {
    offer(0, 1);
    offer(1, 2);
    offer(0, 3);
    merge.mark(100);
    take(1);
    merge.mark(100);
    take(100);
    assertEquals(List.of(1L, 2L, 3L), taken);
  }
}
