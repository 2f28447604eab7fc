package dev.escapement.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Ownership    everything is confined to the carrier; Timer.due and Timer.seq and what Link has belong to this class. Only view()
 *              may be called by another thread: it is for the emergency in which the carrier is stuck or broken, reads plain
 *              fields, and promises nothing.
 * Invariants   I1  runs[i] is not empty, its index is i, and keys[i] is when its first timer is due.
 *              I2  for every i > 0 the pair (keys[i], seq of the first timer of runs[i]) is not less than that of its parent.
 *              I3  within a run the pairs (due, seq) ascend.
 * Evidence   TimerHeapModelTest, TimersModelTest
 */
/**
 * The timers by {@code (deadline, registration)}: a heap of {@link Run runs}. Timers of equal delay
 * come in order and make one run, where one is appended or taken out without touching the heap;
 * random ones make far fewer runs than there are timers, so that the heap stays in the cache. It is
 * a 4-ary implicit heap over primitive deadlines (d-ary heaps are D. B. Johnson's, "Priority queues
 * with update and finding minimum spanning trees", 1975).
 */
final class TimerHeap {
  private static final int ARITY = 4;
  private static final int MIN_CAPACITY = 64;

  private final OpenRuns open = new OpenRuns();
  private long[] keys = new long[MIN_CAPACITY];
  private @Nullable Run[] runs = new @Nullable Run[MIN_CAPACITY];
  private int runCount;
  private int size;
  private long nextSeq;

  /** How many timers there are. */
  int size() {
    return size;
  }

  /** Inserts a timer as registered now. */
  void insert(Timer timer, long deadline) {
    timer.due = deadline;
    timer.seq = nextSeq++;
    size++;
    Run run = open.runFor(deadline);
    if (run.isEmpty()) {
      run.append(timer);
      enter(run, deadline);
    } else {
      run.append(timer);
    }
  }

  /** Takes a timer out, wherever it stands. */
  @SuppressWarnings("NullAway") // a timer that is in has neighbours
  void remove(Timer timer) {
    Link before = timer.prev;
    Link after = timer.next;
    before.next = after;
    after.prev = before;
    timer.prev = null;
    timer.next = null;
    size--;
    if (before instanceof Run run) {
      if (after instanceof Timer first) {
        siftDown(run.index, first.due, run);
      } else {
        leave(run);
      }
    }
  }

  /** Registers a timer of this heap anew. */
  void reschedule(Timer timer, long deadline) {
    remove(timer);
    insert(timer, deadline);
  }

  /** The first timer; null if there is none. */
  @Nullable Timer first() {
    return runCount == 0 ? null : runAt(0).first();
  }

  /** The deadline of {@link #first}, or never. */
  long firstDeadline() {
    return runCount == 0 ? Deadlines.NEVER : keys[0];
  }

  /** Takes every timer out, in no order. */
  Timer[] drain() {
    Timer[] all = new Timer[size];
    for (int i = 0; i < all.length; i++) {
      Run any = runAt(runCount - 1);
      all[i] = any.first();
      remove(all[i]);
    }
    return all;
  }

  /**
   * Any thread, when the carrier is stuck or broken: what can be seen, without any promise of being
   * whole.
   */
  List<Timer> view() {
    List<Timer> seen = new ArrayList<>();
    int most = size; // a timer that moves while it is looked at must not lead in circles
    for (Run run : runs) {
      Link link = run == null ? null : run.next;
      while (link instanceof Timer timer && seen.size() < most) {
        seen.add(timer);
        link = timer.next;
      }
    }
    return seen;
  }

  /** Throws if an invariant is broken. */
  void verify() {
    int timers = 0;
    for (int i = 0; i < runCount; i++) {
      Run run = runAt(i);
      if (run.index != i || run.isEmpty() || run.first().due != keys[i]) {
        throw new AssertionError("I1: the run at " + i + " says " + run.index);
      }
      int parent = (i - 1) / ARITY;
      if (i > 0 && less(keys[i], run, keys[parent], runAt(parent))) {
        throw new AssertionError("I2: the run at " + i + " is before its parent");
      }
      timers += verify(run);
    }
    if (timers != size) {
      throw new AssertionError("there are " + timers + " timers, and size is " + size);
    }
    for (int i = runCount; i < runs.length; i++) {
      if (runs[i] != null) {
        throw new AssertionError("an empty run is still held at " + i);
      }
    }
    open.verify();
  }

  private static int verify(Run run) {
    int timers = 1;
    Timer last = run.first();
    for (; last.next instanceof Timer timer; last = timer) {
      if (timer.due < last.due || (timer.due == last.due && timer.seq <= last.seq)) {
        throw new AssertionError("I3: a timer is before the one that it follows");
      }
      if (timer.prev != last) {
        throw new AssertionError("I3: the ring is broken");
      }
      timers++;
    }
    if (last.next != run || run.prev != last) {
      throw new AssertionError("I3: the ring is not closed");
    }
    return timers;
  }

  @SuppressWarnings("NullAway") // every slot below runCount is filled
  private Run runAt(int i) {
    return runs[i];
  }

  private static boolean less(long keyA, Run a, long keyB, Run b) {
    return keyA < keyB || (keyA == keyB && a.first().seq < b.first().seq);
  }

  private void enter(Run run, long key) {
    if (runCount == keys.length) {
      resize(runCount + (runCount >> 1));
    }
    siftUp(runCount++, key, run);
  }

  private void leave(Run run) {
    int hole = run.index;
    Run last = runAt(--runCount);
    long lastKey = keys[runCount];
    runs[runCount] = null;
    if (hole < runCount) {
      settle(hole, lastKey, last);
    }
    if (runCount < keys.length >> 2 && keys.length > MIN_CAPACITY) {
      resize(Math.max(MIN_CAPACITY, keys.length >> 1));
    }
    open.emptied();
  }

  private void put(int at, long key, Run run) {
    keys[at] = key;
    runs[at] = run;
    run.index = at;
  }

  private void settle(int at, long key, Run run) {
    if (at > 0 && less(key, run, keys[(at - 1) / ARITY], runAt((at - 1) / ARITY))) {
      siftUp(at, key, run);
    } else {
      siftDown(at, key, run);
    }
  }

  private void siftUp(int from, long key, Run run) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / ARITY;
      Run above = runAt(parent);
      if (!less(key, run, keys[parent], above)) {
        break;
      }
      put(at, keys[parent], above);
      at = parent;
    }
    put(at, key, run);
  }

  private void siftDown(int from, long key, Run run) {
    int at = from;
    while (true) {
      int child = ARITY * at + 1;
      if (child >= runCount || child < 0) {
        break;
      }
      int least = leastOf(child, Math.min(child + ARITY, runCount));
      if (!less(keys[least], runAt(least), key, run)) {
        break;
      }
      put(at, keys[least], runAt(least));
      at = least;
    }
    put(at, key, run);
  }

  private int leastOf(int from, int to) {
    int least = from;
    for (int i = from + 1; i < to; i++) {
      if (keys[i] < keys[least]
          || (keys[i] == keys[least] && runAt(i).first().seq < runAt(least).first().seq)) {
        least = i;
      }
    }
    return least;
  }

  private void resize(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    runs = Arrays.copyOf(runs, capacity);
  }
}
