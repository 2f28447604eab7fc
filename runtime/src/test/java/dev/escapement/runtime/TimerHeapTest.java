package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new HandTime(0)).build().carrier();
  private final TimerHeap heap = new TimerHeap();

  private TimerHandle insert(long deadline) {
    TimerHandle timer = new TimerHandle(carrier, deadline, () -> {});
    heap.insert(timer, deadline);
    return timer;
  }

  private int capacity() throws ReflectiveOperationException {
    Field keys = TimerHeap.class.getDeclaredField("keys");
    keys.setAccessible(true);
    return ((long[]) keys.get(heap)).length;
  }

  @Test
  void heap_empty_hasNoFirst() {
    assertNull(heap.first());
    assertEquals(Deadlines.NEVER, heap.firstDeadline());
    assertEquals(0, heap.drain().length);
  }

  @Test
  void heap_equalDeadlines_keepsTheOrderOfRegistration() {
    List<TimerHandle> timers = LongStream.range(0, 500).mapToObj(i -> insert(7)).toList();
    for (TimerHandle timer : timers) {
      assertSame(timer, heap.first());
      heap.remove(timer);
    }
  }

  @Test
  void findDue_whateverIsDue_findsEachRunThatIsDueUpToItsBound() {
    assertEquals(0, heap.findDue(Deadlines.NEVER));
    for (int runs = 1; runs <= 100; runs++) {
      insert(-runs); // before all others, so it opens a run
      for (int due = 0; due <= runs; due++) {
        int now = due - runs - 1;
        assertEquals(Math.min(due, TimerHeap.AHEAD), heap.findDue(now), runs + " runs at " + now);
      }
    }
  }

  @Test
  void readAhead_sleepsAndCallbacks_changesNothing() {
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Sleep sleep = new Sleep(carrier, 100 + i);
      heap.insert(sleep, 100 + i);
      Collections.addAll(timers, insert(-i), sleep, insert(200 + i));
    }
    TimerHandle withoutCallback = insert(50);
    withoutCallback.cancel();
    timers.add(withoutCallback);
    timers.sort(Comparator.comparingLong(timer -> timer.due));

    for (Timer timer : timers) {
      heap.readAhead(timer.due);
      heap.verify();
      assertSame(timer, heap.first());
      heap.remove(timer);
    }
  }

  /** Runs that begin with equal deadlines: only registration orders them, wherever they move. */
  @Test
  void remove_amongManyTiedRuns_keepsTheHeapInOrder() {
    int runs = 100;
    int tied = 1_000;
    List<TimerHandle> heads = LongStream.range(0, runs).mapToObj(i -> insert(-i)).toList();
    List<TimerHandle> rest = new ArrayList<>();
    for (int i = 0; i < runs; i++) { // behind the head that is the latest of those still alone
      rest.add(insert(tied));
      rest.add(insert(tied + runs - i)); // later than what comes next, which takes another run
    }
    heads.forEach(heap::remove);
    heap.verify();
    Collections.shuffle(rest, new Random(1));
    for (TimerHandle timer : rest) {
      heap.remove(timer);
      heap.verify();
    }
    assertNull(heap.first());
  }

  @Test
  void reschedule_toTheSameDeadline_movesBehindItsEquals() {
    TimerHandle a = insert(5);
    TimerHandle b = insert(5);
    heap.reschedule(a, 5);
    assertSame(b, heap.first());
  }

  @Test
  void reschedule_laterAndBackToWhereItWas_movesBehindItsEquals() {
    TimerHandle a = insert(5);
    TimerHandle b = insert(5);
    heap.reschedule(a, 9);
    heap.reschedule(a, 5);
    heap.verify();
    assertSame(b, heap.first());
    heap.remove(b);
    assertSame(a, heap.first());
    assertEquals(5, heap.firstDeadline());
  }

  @Test
  void heap_emptiedAfterManyTimers_givesItsArraysBack() throws ReflectiveOperationException {
    int atFirst = capacity();
    List<TimerHandle> timers =
        LongStream.range(0, 100_000).mapToObj(i -> insert(-i)).toList(); // each a run of its own
    assertTrue(capacity() >= 100_000);
    for (TimerHandle timer : timers.reversed()) {
      heap.remove(timer);
    }
    heap.verify();
    assertEquals(atFirst, capacity());
  }

  @Test
  void heap_oneRunMoreThanThereIsRoomFor_growsByHalf() throws ReflectiveOperationException {
    int atFirst = capacity();
    LongStream.range(0, atFirst).forEach(i -> insert(-i));
    assertEquals(atFirst, capacity());
    insert(-atFirst);
    assertEquals(atFirst * 3 / 2, capacity());
    heap.verify();
  }

  @Test
  void heap_withAQuarterOfItsRunsLeft_keepsItsArraysUntilTheNextLeaves()
      throws ReflectiveOperationException {
    List<TimerHandle> timers = LongStream.range(0, 97).mapToObj(i -> insert(-i)).toList();
    int large = capacity();
    timers.subList(large / 4, timers.size()).forEach(heap::remove);
    assertEquals(large, capacity());
    heap.remove(timers.getFirst());
    assertEquals(large / 2, capacity());
    heap.verify();
  }

  @Test
  void drain_manyTimers_givesEachOnceAndLeavesNone() {
    Set<Timer> timers = new HashSet<>();
    LongStream.range(0, 1_000).forEach(i -> timers.add(insert(i % 10)));
    Timer[] drained = heap.drain();
    assertEquals(1_000, drained.length);
    assertEquals(timers, new HashSet<>(Arrays.asList(drained)));
    assertTrue(Arrays.stream(drained).allMatch(t -> t.next == null && t.prev == null));
    assertEquals(0, heap.size());
    heap.verify();
    assertSame(insert(1), heap.first());
  }
}
