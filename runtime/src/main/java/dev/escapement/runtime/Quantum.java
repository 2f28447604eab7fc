package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;

/**
 * How long the ready work of one turn may take. The clock is looked at after every few pieces of
 * work, after some more of them once they turn out to be short, and after each of the next ones
 * once a long one was seen. Confined to the carrier.
 */
final class Quantum {
  /** Ready work ends its turn after so long. */
  static final long NANOS = 1_000_000;

  private static final int FEW = 4;
  private static final int SOME_MORE = 8;
  private static final long SHORT_NANOS = 16_000;

  /**
   * After a piece that took longer than this, the clock is looked at after each of the next ones:
   * once for every 250 ns that it took, so that the looks cost little beside it.
   */
  private static final long LONG_NANOS = NANOS / 4;

  private static final long NANOS_FOR_A_LOOK = 250;

  private final TimeSource time;
  private long start;
  private long lastLook;
  private long careLeft;
  private long hogNanos;
  private int worked;
  private int nextLook;

  Quantum(TimeSource time) {
    this.time = time;
  }

  void begin(long turnNanos) {
    start = turnNanos;
    lastLook = careLeft > 0 ? time.nanoTime() : turnNanos;
    hogNanos = 0;
    worked = 0;
    nextLook = FEW;
  }

  /** How many pieces of work were done in this turn. */
  int worked() {
    return worked;
  }

  /** What of the turn tasks have taken that were ready again after a long poll. */
  long hogNanos() {
    return hogNanos;
  }

  /** Another piece of work is done. Returns whether the quantum has ended. */
  boolean endsAfter(Work done) {
    worked++;
    boolean atGroup = worked == nextLook;
    return (atGroup || careLeft > 0) && look(done, atGroup);
  }

  private boolean look(Work done, boolean atGroup) {
    boolean alone = careLeft > 0;
    boolean group = atGroup || (alone && worked % FEW == 0);
    long looked = time.nanoTime();
    long took = looked - lastLook;
    boolean hog = alone && took > LONG_NANOS && done instanceof TaskCell<?> cell && cell.isReady();
    hogNanos += hog ? took : 0;
    careLeft = took > LONG_NANOS ? took / NANOS_FOR_A_LOOK : Math.max(0, careLeft - 1);
    lastLook = looked;
    if (group) {
      nextLook = worked + (took < SHORT_NANOS && careLeft == 0 ? SOME_MORE : FEW);
    }
    return (group || hog) && looked - start > NANOS;
  }

  /** Whether most of the quantum went to tasks that were ready again after a long poll. */
  boolean wasHogged() {
    return 2 * hogNanos > lastLook - start;
  }
}
