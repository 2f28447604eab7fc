package dev.escapement.loom.model;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens when: of things at the same time, the one registered first. */
final class Timeline {
  private record Event(long time, long registration, Runnable happens) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::time).thenComparingLong(Event::registration));
  private long now;
  private long registrations;

  long now() {
    return now;
  }

  void at(long time, Runnable happens) {
    events.add(new Event(time, registrations++, happens));
  }

  /** Lets the next thing happen, and returns whether there was one. */
  boolean advance() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    now = next.time;
    next.happens.run();
    return true;
  }

  /** Nothing of what was to come will. */
  void end() {
    events.clear();
  }
}
