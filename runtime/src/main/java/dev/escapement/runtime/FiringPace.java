package dev.escapement.runtime;

/**
 * How many timers a turn may fire. A burst begins slowly, and goes on as fast as the work that it
 * makes can be done: what is ready anyway never stands behind a long queue of fired timers. A task
 * that is ready again after a long poll is none of that work. It does not slow the timers down: for
 * each quantum that it has taken, as many more may fire. What is due and not fired keeps its place
 * in the heap. Confined to the carrier.
 */
final class FiringPace {
  static final int LEAST = 4;

  private final long quantumNanos;
  private int inAQuantum = LEAST;
  private long quanta = 1;

  FiringPace(long quantumNanos) {
    this.quantumNanos = quantumNanos;
  }

  int allowed() {
    return (int) Math.min(Integer.MAX_VALUE, inAQuantum * quanta);
  }

  /**
   * A turn has ended.
   *
   * @param fired how many timers were taken from the heap
   * @param worked how many pieces of work there was time for
   * @param hogNanos what of the turn tasks have taken that were ready again after a long poll
   */
  void turned(int fired, int worked, long hogNanos) {
    int faster = fired < allowed() ? LEAST : 2 * inAQuantum;
    inAQuantum = Math.max(LEAST, Math.min(faster, worked));
    quanta = 1 + hogNanos / quantumNanos;
  }
}
