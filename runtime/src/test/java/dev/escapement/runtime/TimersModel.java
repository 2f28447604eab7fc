package dev.escapement.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which timers are pending, and in which order they fire: by deadline, then by registration. What
 * comes from elsewhere is registered when it is delivered, in the order in which each timer was
 * first mentioned.
 */
final class TimersModel {
  private record Entry(long deadline, long registration, int id) {}

  private final TreeSet<Entry> order =
      new TreeSet<>(
          Comparator.comparingLong(Entry::deadline).thenComparingLong(Entry::registration));
  private final Map<Integer, Entry> registered = new HashMap<>();
  private final Map<Integer, Long> underWay = new LinkedHashMap<>();
  private final Set<Integer> cancelled = new HashSet<>();
  private long registrations;

  /** A timer is armed or reset. */
  void register(int id, long deadline, boolean elsewhere) {
    if (elsewhere) {
      underWay.put(id, deadline);
    } else {
      registerNow(id, deadline);
    }
  }

  private void registerNow(int id, long deadline) {
    unregister(id);
    Entry entry = new Entry(deadline, registrations++, id);
    registered.put(id, entry);
    if (deadline != Long.MAX_VALUE) {
      order.add(entry);
    }
  }

  private void unregister(int id) {
    Entry old = registered.remove(id);
    if (old != null) {
      order.remove(old);
    }
  }

  void cancel(int id) {
    if (isPending(id)) {
      underWay.remove(id);
      unregister(id);
      cancelled.add(id);
    }
  }

  boolean isPending(int id) {
    return registered.containsKey(id) || underWay.containsKey(id);
  }

  boolean isCancelled(int id) {
    return cancelled.contains(id);
  }

  /** What comes from elsewhere reaches the carrier. */
  void deliver() {
    underWay.forEach(this::registerNow);
    underWay.clear();
  }

  /** Fires what is due, in order. */
  List<Integer> fireDue(long now) {
    List<Integer> fired = new ArrayList<>();
    while (!order.isEmpty() && order.first().deadline <= now) {
      Entry first = order.pollFirst();
      registered.remove(first.id);
      fired.add(first.id);
    }
    return fired;
  }

  /** How many timers wait for a deadline, those that never fire not among them. */
  int pending() {
    return order.size();
  }
}
