package dev.escapement.runtime;

/**
 * Timers in the order in which they fire: a ring through the timers themselves, which the run
 * closes. What is appended must not come before the last one. Confined to the carrier.
 */
final class Run extends Link {
  /** Where the heap keeps this run while there are timers in it. */
  int slot;

  Run() {
    prev = this;
    next = this;
  }

  boolean isEmpty() {
    return next == this;
  }

  @SuppressWarnings("NullAway") // the ring is closed
  void append(Timer timer) {
    Link last = prev;
    timer.prev = last;
    timer.next = this;
    last.next = timer;
    prev = timer;
  }

  /** The first timer of a run that has one. */
  @SuppressWarnings("NullAway") // not asked of an empty run
  Timer first() {
    return (Timer) next;
  }
}
