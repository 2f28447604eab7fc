package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue of armed timers over several chunks. */
class StripeTest {
  private static final int MANY = 3 * Stripe.SIZE + 1;

  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new RecordingTime()).build().carrier();
  private final Stripe stripe = new Stripe();

  private Timer offer(int time, boolean isNew) {
    Timer timer = new TimerHandle(carrier, time, () -> {});
    stripe.offer(timer, time, isNew);
    return timer;
  }

  private List<Timer> offerMany() {
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      timers.add(offer(i, i % 2 == 0));
    }
    return timers;
  }

  private List<Timer> take() {
    List<Timer> taken = new ArrayList<>();
    stripe.mark();
    while (stripe.hasNext()) {
      taken.add(stripe.take());
    }
    return taken;
  }

  @Test
  void take_manyChunks_keepsTheOrder() {
    List<Timer> offered = offerMany();
    assertEquals(MANY, stripe.depth());
    assertEquals(offered, take());
    assertEquals(0, stripe.publish());
    assertEquals(0, stripe.depth());
    assertTrue(stripe.isEmpty());
  }

  @Test
  void peek_afterTake_showsWhatIsLeft() {
    offer(1, true);
    Timer second = offer(2, true);
    stripe.mark();
    assertTrue(stripe.hasNext());
    stripe.take();
    List<Timer> shown = new ArrayList<>();
    stripe.peek(shown::add);
    assertEquals(List.of(second), shown);
  }

  @Test
  void take_afterTheMark_leavesWhatCameLater() {
    Timer first = offer(1, true);
    assertTrue(stripe.mark());
    offer(2, true);
    assertTrue(stripe.hasNext());
    assertSame(first, stripe.take());
    assertFalse(stripe.hasNext());
    stripe.publish();
    assertEquals(1, stripe.depth());
  }

  @Test
  void withdraw_someOfMany_passesOverThemAndCountsThem() {
    List<Timer> offered = offerMany();
    List<Timer> left = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Stripe.withdraw(offered.get(i));
      if (i % 2 != 0) { // others may know these: they cannot be withdrawn
        left.add(offered.get(i));
      }
    }
    assertEquals(left, take());
    assertEquals(MANY - left.size(), stripe.publish());
  }

  @Test
  void withdraw_newTimer_letsGoOfTheChunk() {
    Timer timer = offer(1, true);
    Stripe.withdraw(timer);
    assertNull(timer.prev);
  }

  @Test
  void withdraw_timerThatNeverFires_staysForTheLoop() {
    Timer never = new TimerHandle(carrier, Deadlines.NEVER, () -> {});
    stripe.offer(never, 0, true);
    Stripe.withdraw(never);
    assertEquals(List.of(never), take());
  }

  @Test
  void withdraw_afterItWasTaken_changesNothing() {
    Timer timer = offer(1, true);
    take();
    Stripe.withdraw(timer);
    assertEquals(0, stripe.publish());
  }

  @Test
  void stamp_ofTheNext_isTheTimeOfItsRegistration() {
    offer(5, false);
    Timer second = offer(7, true);
    stripe.mark();
    assertTrue(stripe.hasNext());
    assertEquals(Stripe.stamp(5), stripe.nextStamp());
    stripe.take();
    assertTrue(stripe.hasNext());
    assertEquals(second.seq, stripe.nextStamp());
    assertTrue(stripe.nextStamp() - Stripe.stamp(7) >= 0);
    assertTrue(stripe.nextStamp() - Stripe.stamp(8) < 0);
  }

  @Test
  void peek_manyChunks_showsWhatIsThereAndTakesNone() {
    List<Timer> offered = offerMany();
    Stripe.withdraw(offered.removeFirst());
    List<Timer> shown = new ArrayList<>();
    stripe.peek(shown::add);
    assertEquals(offered, shown);
    assertEquals(offered, take());
  }

  @Test
  void offer_moreThanAreAllowed_tellsSo() {
    stripe.allow(1);
    Timer timer = new TimerHandle(carrier, 1, () -> {});
    assertFalse(stripe.offer(timer, 1, false));
    assertTrue(stripe.offer(timer, 1, false));
    stripe.allow(1);
    assertFalse(stripe.offer(timer, 1, false));
  }
}
