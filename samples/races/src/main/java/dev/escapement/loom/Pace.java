package dev.escapement.loom;

import java.util.function.BooleanSupplier;

/** How the actors of a race come to meet. */
final class Pace {
  private static final int SPINS = 1_000;
  private static final int LONGEST = 50;

  private Pace() {}

  /** Waits for the other actor, which may have lost its processor. */
  @SuppressWarnings("ThreadPriorityCheck") // a wait without yields holds up whom it waits for
  static void until(BooleanSupplier there) {
    for (int i = 0; !there.getAsBoolean(); i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /** Waits for a moment, not always the same, of up to some turns of a loop. */
  static void aMoment() {
    for (long i = System.nanoTime() % LONGEST; i > 0; i--) {
      Thread.onSpinWait();
    }
  }
}
