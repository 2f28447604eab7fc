package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What others see of a heap whose carrier is stuck, perhaps in the middle of a change. */
class TimerHeapViewTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new HandTime(0)).build().carrier();
  private final TimerHeap heap = new TimerHeap();

  private TimerHandle insert(long deadline) {
    TimerHandle timer = new TimerHandle(carrier, deadline, () -> {});
    heap.insert(timer, deadline);
    return timer;
  }

  @Test
  void view_emptyHeap_showsNothing() {
    assertEquals(List.of(), heap.view());
  }

  @Test
  void view_manyRuns_showsEachTimerOnce() {
    Set<Timer> timers = new HashSet<>();
    LongStream.range(0, 1_000).forEach(i -> timers.add(insert(i % 10 - i)));
    List<Timer> seen = heap.view();
    assertEquals(1_000, seen.size());
    assertEquals(timers, new HashSet<>(seen));
  }

  @Test
  void view_timerThatLeavesMeanwhile_stillShowsTheOthers() {
    List<TimerHandle> timers = LongStream.range(0, 5).mapToObj(this::insert).toList();
    timers.get(2).next = null;
    timers.get(2).prev = null;
    assertEquals(Set.copyOf(timers), new HashSet<>(heap.view()));
  }

  @Test
  void view_timersThatMoveInACircle_ends() {
    List<TimerHandle> timers = LongStream.range(0, 3).mapToObj(this::insert).toList();
    timers.getLast().next = timers.getFirst();
    assertEquals(
        List.of(0L, 1L, 2L, 2L, 1L, 0L), heap.view().stream().map(timer -> timer.due).toList());
  }
}
