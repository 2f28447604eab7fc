package dev.escapement.runtime;

/** What an {@link Interval} does about ticks that nobody came for in time. */
public enum MissedTick {
  /** Deliver the latest due tick now, go on with the next point of the grid ahead. The default. */
  SKIP,
  /** Deliver one tick now and, if it was late, start a new grid from there. */
  DELAY,
  /** Deliver every missed tick at once, in order, then return to the grid. */
  BURST
}
