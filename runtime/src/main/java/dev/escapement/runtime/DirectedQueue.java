package dev.escapement.runtime;

import dev.escapement.runtime.spi.Director;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The ready queue of a simulation: its director chooses what comes next, and how late a task is
 * that was woken. Callbacks stay in the order in which their timers fired. Confined to the carrier.
 */
final class DirectedQueue extends ReadyQueue {
  /** A task that will be ready. */
  private record Late(long time, long number, TaskCell<?> cell) {}

  private static final int MIN_TAKEN = 1024;

  private final Director director;

  /** What is ready, from head on; a null stands for the first of the callbacks. */
  private final List<@Nullable TaskCell<?>> ready = new ArrayList<>();

  private final ArrayDeque<TimerHandle> callbacks = new ArrayDeque<>();
  private final PriorityQueue<Late> late =
      new PriorityQueue<>(Comparator.comparingLong(Late::time).thenComparingLong(Late::number));
  private int head;
  private long lateOnes;

  DirectedQueue(Director director) {
    this.director = director;
  }

  @Override
  int size() {
    while (!late.isEmpty() && late.element().time() <= director.nanoTime()) {
      ready.add(late.remove().cell());
    }
    return ready.size() - head;
  }

  @Override
  boolean isEmpty() {
    return size() == 0;
  }

  @Override
  void add(Work work) {
    switch (work) {
      case TimerHandle callback -> {
        callbacks.add(callback);
        ready.add(null);
      }
      case TaskCell<?> cell -> {
        director.happened(Director.Event.WAKE, cell.id, cell.givenName(), 0);
        long delay = director.resumptionDelay();
        if (delay > 0) {
          late.add(new Late(Deadlines.plus(director.nanoTime(), delay), lateOnes++, cell));
        } else {
          ready.add(cell);
        }
      }
    }
  }

  @Override
  @Nullable Work poll() {
    int size = size();
    if (size == 0) {
      return null;
    }
    int chosen = head + (size == 1 ? 0 : director.choose(size));
    TaskCell<?> cell = ready.get(chosen);
    ready.set(chosen, ready.get(head));
    ready.set(head++, null);
    if (head == ready.size() || (head >= MIN_TAKEN && head > ready.size() / 2)) {
      ready.subList(0, head).clear();
      head = 0;
    }
    return cell == null ? callbacks.remove() : cell;
  }

  @Override
  long nextTime() {
    Late first = late.peek();
    return first == null ? Deadlines.NEVER : first.time();
  }

  @Override
  @Nullable Work pollAny() {
    Work work = poll();
    return work != null || late.isEmpty() ? work : late.remove().cell();
  }
}
