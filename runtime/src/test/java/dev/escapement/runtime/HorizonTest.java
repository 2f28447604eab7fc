package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which timers are far, and when the loop has to look at them. */
class HorizonTest {
  private static final long NEVER = Deadlines.NEVER;
  private static final long SPAN = Horizon.SPAN;
  private static final int WORTHWHILE = 10;

  private final Horizon horizon = new Horizon();

  private void openAt(long now) {
    horizon.open(now);
    horizon.adopt();
  }

  @Test
  void isFar_withoutAHorizon_isNothing() {
    assertFalse(horizon.isFar(NEVER));
    assertEquals(NEVER, horizon.nextSweep());
    assertFalse(horizon.isReached(NEVER - 1, true));
    assertFalse(horizon.isWithin(0));
    assertFalse(horizon.isReached(5, false));
  }

  @Test
  void open_once_isWhereTheFirstOneWantedIt() {
    horizon.open(5);
    horizon.open(6);
    assertFalse(horizon.isFar(5 + SPAN));
    assertTrue(horizon.isFar(6 + SPAN));
    assertTrue(horizon.isFar(NEVER));
  }

  @Test
  void open_whatTheCarrierDoesNotKnow_isLookedAtFirst() {
    horizon.open(5);
    assertEquals(Long.MIN_VALUE, horizon.nextSweep());
    assertFalse(horizon.isReached(5 + SPAN, false));
    assertEquals(5 + SPAN / 2, horizon.adopt());
    assertEquals(5 + SPAN / 2, horizon.nextSweep());
    assertFalse(horizon.isReached(4 + SPAN, false));
    assertTrue(horizon.isReached(5 + SPAN, false));
  }

  @Test
  void look_beforeItIsReached_movesNothing() {
    openAt(0);
    horizon.look(SPAN - 1, false, 100, WORTHWHILE);
    assertEquals(SPAN / 2, horizon.nextSweep());
    assertFalse(horizon.isReached(SPAN - 1, false));
    assertTrue(horizon.isReached(SPAN, false));
  }

  @Test
  void look_whenItIsReached_movesItIfManyCame() {
    openAt(0);
    horizon.look(SPAN, false, WORTHWHILE + 1, WORTHWHILE);
    assertEquals(SPAN + SPAN / 2, horizon.nextSweep());
    assertFalse(horizon.isReached(SPAN, false));
    horizon.look(2 * SPAN, false, 2 * WORTHWHILE + 1, WORTHWHILE);
    assertEquals(NEVER, horizon.nextSweep());
    assertFalse(horizon.isFar(NEVER));
  }

  @Test
  void look_afterASweep_movesItBeforeItIsReached() {
    openAt(0);
    horizon.swept();
    assertTrue(horizon.isReached(7, false));
    horizon.look(7, false, WORTHWHILE + 1, WORTHWHILE);
    assertEquals(7 + SPAN / 2, horizon.nextSweep());
    assertFalse(horizon.isReached(7, false));
  }

  @Test
  void look_whileDraining_takesItAway() {
    openAt(0);
    assertTrue(horizon.isReached(1, true));
    horizon.look(1, true, 100, WORTHWHILE);
    assertFalse(horizon.isFar(NEVER));
    assertFalse(horizon.isReached(1, true));
  }

  @Test
  void doubt_untilTheNextLook_isReached() {
    openAt(0);
    horizon.doubt();
    assertTrue(horizon.isReached(1, false));
    horizon.look(1, false, 0, WORTHWHILE);
    assertFalse(horizon.isReached(1, false));
    assertEquals(SPAN / 2, horizon.nextSweep());
  }

  @Test
  void isWithin_upToTheHorizon_isTrue() {
    horizon.open(0);
    assertTrue(horizon.isWithin(SPAN));
    assertFalse(horizon.isWithin(SPAN + 1));
  }
}
