package dev.escapement.samples;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Prints numbers in order that come in any order: each waits, as one bit, until all before it have
 * come. Any thread may bring one; the one that closes a gap prints for all behind it.
 */
final class InOrder {
  private final Lines lines;
  private final ReentrantLock lock = new ReentrantLock();
  private final BitSet waiting = new BitSet();
  private int next = 1;
  private int highest;
  private int overtaken;

  InOrder(Lines lines) {
    this.lines = lines;
  }

  void bring(int number) {
    lock.lock();
    try {
      if (number < highest) {
        overtaken++;
      } else {
        highest = number;
      }
      waiting.set(number);
      while (waiting.get(next)) {
        waiting.clear(next);
        lines.write(next);
        next++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many came after a higher number. */
  int overtaken() {
    lock.lock();
    try {
      return overtaken;
    } finally {
      lock.unlock();
    }
  }
}
