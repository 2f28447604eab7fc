package dev.escapement.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Ownership    everything is confined to the carrier; what Link has, and Timer.due and Timer.seq, belong to this class while a timer
 *              is in. Only view() may be called by another thread: it is for the emergency in which the carrier is stuck or broken,
 *              reads plain fields, and promises nothing. readAhead() reads what may be another's, and what comes of it counts for
 *              nothing.
 * Invariants   I1  slots holds each slot once, the used ones first. For i < runCount, runs[slots[i]] is not empty, knows that slot,
 *                  and its first timer is due at keys[i]; places[slots[i]] == i.
 *              I2  for every i > 0 the pair (keys[i], seq of the first timer of that run) is not less than that of its parent.
 *              I3  within a run the pairs (due, seq) ascend.
 * Evidence   TimerHeapModelTest, TimerHeapViewTest, TimersModelTest
 */
/**
 * The timers by {@code (deadline, registration)}: a heap of {@link Run runs}. Timers of equal delay
 * come in order and make one run, where one is appended or taken out without touching the heap;
 * random ones make far fewer runs than there are timers, so that the heap stays in the cache. It is
 * a 4-ary implicit heap over primitive deadlines (d-ary heaps are D. B. Johnson's, "Priority queues
 * with update and finding minimum spanning trees", 1975), in which runs are numbers, since moving
 * references about costs the collector's barriers.
 */
final class TimerHeap {
  private static final int ARITY = 4;
  private static final int MIN_CAPACITY = 64;

  /** Of at most so many runs {@link #readAhead} reads. */
  static final int AHEAD = 32;

  private final OpenRuns open = new OpenRuns();
  private final int[] duePlaces = new int[AHEAD];
  private long[] keys = new long[MIN_CAPACITY];
  private int[] slots = numbers(MIN_CAPACITY);
  private int[] places = new int[MIN_CAPACITY];
  private @Nullable Run[] runs = new @Nullable Run[MIN_CAPACITY];
  private int runCount;
  private int size;
  private long nextSeq;

  /** Made of what was read ahead, so that the compiler has to read it. Means nothing. */
  private int sink;

  /** How many timers there are. */
  int size() {
    return size;
  }

  /** Inserts a timer as registered now. */
  void insert(Timer timer, long deadline) {
    if (runCount == slots.length) { // first, since it may fail
      resize(runCount + (runCount >> 1));
    }
    Run run = open.runFor(deadline);
    timer.due = deadline;
    timer.seq = nextSeq++;
    size++;
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
        siftDown(places[run.slot], first.due, run.slot);
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
    return runCount == 0 ? null : firstOf(slots[0]);
  }

  /** The deadline of {@link #first}, or never. */
  long firstDeadline() {
    return runCount == 0 ? Deadlines.NEVER : keys[0];
  }

  /**
   * Reads of timers that are due, and of those after them in their runs, what firing and running
   * them will read. For those of different runs the memory is waited for together; between one
   * firing and the next, each would wait by itself (group prefetching: S. Chen, A. Ailamaki, P. B.
   * Gibbons and T. C. Mowry, "Improving hash join performance through prefetching", 2004).
   */
  void readAhead(long now) {
    int count = findDue(now);
    int sum = 0;
    for (int i = 0; i < count; i++) {
      Timer first = firstOf(slots[duePlaces[i]]);
      if (first instanceof TimerHandle handle) {
        sum += handle.readCallback();
      }
      if (first.next instanceof Timer second) {
        sum += second.readWord();
      }
    }
    sink = sum;
  }

  /** Fills in where runs stand that are due, from the first one downwards. Returns how many. */
  int findDue(long now) {
    int count = 0;
    if (runCount > 0 && keys[0] <= now) {
      duePlaces[count++] = 0;
    }
    for (int i = 0; i < count; i++) {
      long child = (long) ARITY * duePlaces[i] + 1;
      long end = Math.min(child + ARITY, runCount);
      for (; child < end && count < AHEAD; child++) {
        if (keys[(int) child] <= now) {
          duePlaces[count++] = (int) child;
        }
      }
    }
    return count;
  }

  /** Takes every timer out, in no order. */
  Timer[] drain() {
    Timer[] all = new Timer[size];
    for (int i = 0; i < all.length; i++) {
      all[i] = firstOf(slots[runCount - 1]);
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
    for (Run run : runs) {
      if (run != null) {
        Link end = see(seen, run.next, true);
        if (end != run) { // one left while it was looked at: some may be seen twice
          see(seen, run.prev, false);
        }
      }
    }
    return seen;
  }

  /** Returns where the walk ended. One that moves meanwhile must not lead it in circles. */
  private @Nullable Link see(List<Timer> seen, @Nullable Link from, boolean forward) {
    Link link = from;
    for (int left = size; left > 0 && link instanceof Timer timer; left--) {
      seen.add(timer);
      link = forward ? timer.next : timer.prev;
    }
    return link;
  }

  /** Throws if an invariant is broken. */
  void verify() {
    int timers = 0;
    for (int i = 0; i < runCount; i++) {
      int slot = slots[i];
      Run run = runs[slot];
      if (run == null || run.isEmpty() || run.slot != slot || places[slot] != i) {
        throw new AssertionError("I1: the run at " + i + " has slot " + slot);
      }
      if (run.first().due != keys[i]) {
        throw new AssertionError("I1: the run at " + i + " is due at " + run.first().due);
      }
      int parent = (i - 1) / ARITY;
      if (i > 0 && less(keys[i], slot, keys[parent], slots[parent])) {
        throw new AssertionError("I2: the run at " + i + " is before its parent");
      }
      timers += verify(run);
    }
    if (timers != size) {
      throw new AssertionError("there are " + timers + " timers, and size is " + size);
    }
    for (int i = runCount; i < slots.length; i++) {
      if (runs[slots[i]] != null) {
        throw new AssertionError("an empty run is still held in slot " + slots[i]);
      }
    }
    if (Arrays.stream(slots).distinct().count() != slots.length) {
      throw new AssertionError("I1: a slot is there twice");
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

  @SuppressWarnings("NullAway") // asked of used slots only
  private Timer firstOf(int slot) {
    return runs[slot].first();
  }

  private boolean less(long keyA, int slotA, long keyB, int slotB) {
    return keyA < keyB || (keyA == keyB && firstOf(slotA).seq < firstOf(slotB).seq);
  }

  private void enter(Run run, long key) {
    int slot = slots[runCount];
    runs[slot] = run;
    run.slot = slot;
    siftUp(runCount++, key, slot);
  }

  private void leave(Run run) {
    int free = run.slot;
    int hole = places[free];
    runCount--;
    int last = slots[runCount];
    slots[runCount] = free;
    runs[free] = null;
    if (hole < runCount) {
      settle(hole, keys[runCount], last);
    }
    open.emptied();
    if (runCount < slots.length >> 2 && slots.length > MIN_CAPACITY) {
      try {
        resize(Math.max(MIN_CAPACITY, slots.length >> 1));
      } catch (OutOfMemoryError e) {
        // Then the arrays stay larger than they need be: a cancel must not fail.
      }
    }
  }

  private void put(int at, long key, int slot) {
    keys[at] = key;
    slots[at] = slot;
    places[slot] = at;
  }

  private void settle(int at, long key, int slot) {
    if (at > 0 && less(key, slot, keys[(at - 1) / ARITY], slots[(at - 1) / ARITY])) {
      siftUp(at, key, slot);
    } else {
      siftDown(at, key, slot);
    }
  }

  private void siftUp(int from, long key, int slot) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / ARITY;
      if (!less(key, slot, keys[parent], slots[parent])) {
        break;
      }
      put(at, keys[parent], slots[parent]);
      at = parent;
    }
    put(at, key, slot);
  }

  private void siftDown(int from, long key, int slot) {
    int at = from;
    while (true) {
      int child = ARITY * at + 1;
      if (child >= runCount || child < 0) {
        break;
      }
      int least = leastOf(child, Math.min(child + ARITY, runCount));
      if (!less(keys[least], slots[least], key, slot)) {
        break;
      }
      put(at, keys[least], slots[least]);
      at = least;
    }
    put(at, key, slot);
  }

  private int leastOf(int from, int to) {
    int least = from;
    for (int i = from + 1; i < to; i++) {
      if (less(keys[i], slots[i], keys[least], slots[least])) {
        least = i;
      }
    }
    return least;
  }

  /** Numbers the runs anew. Nothing has changed if there is no memory for it. */
  @SuppressWarnings("NullAway") // every slot up to runCount is filled
  private void resize(int capacity) {
    @Nullable Run[] kept = new @Nullable Run[capacity];
    long[] newKeys = Arrays.copyOf(keys, capacity);
    int[] newSlots = numbers(capacity);
    places = numbers(capacity);
    for (int i = 0; i < runCount; i++) {
      kept[i] = runs[slots[i]];
      kept[i].slot = i;
    }
    runs = kept;
    keys = newKeys;
    slots = newSlots;
  }

  private static int[] numbers(int count) {
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    return all;
  }
}
