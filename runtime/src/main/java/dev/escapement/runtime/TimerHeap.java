package dev.escapement.runtime;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * Ownership    everything is confined to the carrier; Timer.index and Timer.seq belong to this class. Only view() may be called
 *              by another thread: it is for the emergency in which the carrier is stuck or broken, reads plain fields, and
 *              promises nothing.
 * Invariants   I1  keys[i] is the deadline at which timers[i] was last sorted in; timers[i].index == i.
 *              I2  for every i > 0 the pair (keys[i], timers[i].seq) is not less than that of its parent.
 *              I3  a timer that was reset to a later deadline keeps its key and has a negative seq, the complement of its
 *                  new registration. Being negative it sorts before every other timer of that key, so it surfaces no later
 *                  than it would have, and is sorted in anew before anybody sees it as first.
 * Evidence   TimerHeapModelTest, TimersModelTest
 */
/**
 * The timers by {@code (deadline, registration)}: a 4-ary implicit heap over primitive deadlines.
 * The d-ary heap is D. B. Johnson's, "Priority queues with update and finding minimum spanning
 * trees", 1975.
 */
final class TimerHeap {
  private static final int ARITY = 4;
  private static final int MIN_CAPACITY = 64;

  private long[] keys = new long[MIN_CAPACITY];
  private @Nullable Timer[] timers = new @Nullable Timer[MIN_CAPACITY];
  private int size;
  private long nextSeq;

  int size() {
    return size;
  }

  /** Inserts a timer as registered now. */
  void insert(Timer timer, long deadline) {
    if (size == keys.length) {
      resize(size + (size >> 1));
    }
    timer.seq = nextSeq++;
    siftUp(size++, deadline, timer);
  }

  /** Takes a timer out, wherever it stands. */
  void remove(Timer timer) {
    int hole = timer.index;
    timer.index = Timer.OUT;
    Timer last = timerAt(--size);
    long lastKey = keys[size];
    timers[size] = null;
    if (hole < size) {
      settle(hole, lastKey, last);
    }
    if (size < keys.length >> 2 && keys.length > MIN_CAPACITY) {
      resize(Math.max(MIN_CAPACITY, keys.length >> 1));
    }
  }

  /** Registers a timer of this heap anew: at once if it comes earlier, else when it surfaces. */
  void reschedule(Timer timer, long deadline) {
    int at = timer.index;
    long key = keys[at];
    long registration = nextSeq++;
    if (deadline > key) {
      timer.seq = ~registration;
      siftUp(at, key, timer);
    } else {
      timer.seq = registration;
      settle(at, deadline, timer);
    }
  }

  /**
   * The first timer, by its true deadline; null if there is none. One that never fires is about to
   * leave: the message that it was reset is under way.
   */
  @Nullable Timer first() {
    while (size > 0) {
      Timer first = timerAt(0);
      if (first.seq >= 0) {
        return first;
      }
      first.seq = ~first.seq;
      settle(0, first.deadlineVolatile(), first);
    }
    return null;
  }

  /** The deadline of {@link #first}, or never. */
  long firstDeadline() {
    return first() == null ? Deadlines.NEVER : keys[0];
  }

  /** The deadline by which the heap sorts a timer that it holds. */
  long keyOf(Timer timer) {
    return keys[timer.index];
  }

  /** Takes every timer out, in no order. */
  Timer[] drain() {
    Timer[] all = new Timer[size];
    for (int i = 0; i < size; i++) {
      all[i] = timerAt(i);
      all[i].index = Timer.OUT;
    }
    size = 0;
    keys = new long[MIN_CAPACITY];
    timers = new @Nullable Timer[MIN_CAPACITY];
    return all;
  }

  /**
   * Any thread, when the carrier is stuck or broken: what can be seen, without any promise of being
   * whole.
   */
  Timer[] view() {
    return Arrays.stream(timers).filter(Objects::nonNull).toArray(Timer[]::new);
  }

  /** Throws if an invariant is broken. */
  void verify() {
    for (int i = 0; i < size; i++) {
      Timer timer = timerAt(i);
      if (timer.index != i) {
        throw new AssertionError("I1: the timer at " + i + " says " + timer.index);
      }
      int parent = (i - 1) / ARITY;
      if (i > 0 && less(keys[i], timer, keys[parent], timerAt(parent))) {
        throw new AssertionError("I2: the timer at " + i + " is before its parent");
      }
    }
    for (int i = size; i < timers.length; i++) {
      if (timers[i] != null) {
        throw new AssertionError("a removed timer is still held at " + i);
      }
    }
  }

  @SuppressWarnings("NullAway") // every slot below size is filled
  private Timer timerAt(int i) {
    return timers[i];
  }

  private static boolean less(long keyA, Timer a, long keyB, Timer b) {
    return keyA < keyB || (keyA == keyB && a.seq < b.seq);
  }

  private void put(int at, long key, Timer timer) {
    keys[at] = key;
    timers[at] = timer;
    timer.index = at;
  }

  private void settle(int at, long key, Timer timer) {
    if (at > 0 && less(key, timer, keys[(at - 1) / ARITY], timerAt((at - 1) / ARITY))) {
      siftUp(at, key, timer);
    } else {
      siftDown(at, key, timer);
    }
  }

  private void siftUp(int from, long key, Timer timer) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / ARITY;
      Timer above = timerAt(parent);
      if (!less(key, timer, keys[parent], above)) {
        break;
      }
      put(at, keys[parent], above);
      at = parent;
    }
    put(at, key, timer);
  }

  private void siftDown(int from, long key, Timer timer) {
    int at = from;
    while (true) {
      int child = ARITY * at + 1;
      if (child >= size || child < 0) {
        break;
      }
      int least = leastOf(child, Math.min(child + ARITY, size));
      if (!less(keys[least], timerAt(least), key, timer)) {
        break;
      }
      put(at, keys[least], timerAt(least));
      at = least;
    }
    put(at, key, timer);
  }

  private int leastOf(int from, int to) {
    int least = from;
    for (int i = from + 1; i < to; i++) {
      if (keys[i] < keys[least]
          || (keys[i] == keys[least] && timerAt(i).seq < timerAt(least).seq)) {
        least = i;
      }
    }
    return least;
  }

  private void resize(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    timers = Arrays.copyOf(timers, capacity);
  }
}
