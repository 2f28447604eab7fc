package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;

/**
 * How long the ready work of one turn may take. The clock is looked at after groups of pieces of
 * work, the first of them small, and after each piece once a long one was seen. Confined to the
 * carrier.
 */
final class Quantum {
  /** Ready work ends its turn after so long. */
  static final long NANOS = 1_000_000;

  private static final int LEAST_GROUP = 4;
  private static final int MOST_GROUP = 32;

  /** So long should a group take. */
  private static final long GROUP_NANOS = 16_000;

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
  private int group;
  private int nextLook;

  Quantum(TimeSource time) {
    this.time = time;
  }

  void begin(long turnNanos) {
    start = turnNanos;
    lastLook = careLeft > 0 ? time.nanoTime() : turnNanos;
    hogNanos = 0;
    worked = 0;
    group = LEAST_GROUP;
    nextLook = LEAST_GROUP;
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
    boolean endOfGroup = worked == nextLook;
    return (endOfGroup || careLeft > 0) && look(done, endOfGroup);
  }

  private boolean look(Work done, boolean endOfGroup) {
    boolean alone = careLeft > 0;
    long looked = time.nanoTime();
    long took = looked - lastLook;
    boolean hog = alone && took > LONG_NANOS && done instanceof TaskCell<?> cell && cell.isReady();
    hogNanos += hog ? took : 0;
    careLeft = took > LONG_NANOS ? took / NANOS_FOR_A_LOOK : Math.max(0, careLeft - 1);
    lastLook = looked;
    if (endOfGroup) {
      group = alone || careLeft > 0 ? LEAST_GROUP : groupAfter(took);
      nextLook = worked + group;
    }
    return (endOfGroup || hog) && looked - start > NANOS;
  }

  /**
   * As many pieces as would take {@link #GROUP_NANOS} at the pace of those before, at most twice as
   * many: the first long pieces of a turn are hardly more than the short ones before them.
   */
  private int groupAfter(long took) {
    int most = Math.min(2 * group, MOST_GROUP);
    return Math.clamp(group * GROUP_NANOS / Math.max(1, took), LEAST_GROUP, most);
  }

  /** Whether most of the quantum went to tasks that were ready again after a long poll. */
  boolean wasHogged() {
    return 2 * hogNanos > lastLook - start;
  }
}
