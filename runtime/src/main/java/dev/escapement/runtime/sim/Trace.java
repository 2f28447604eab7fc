package dev.escapement.runtime.sim;

import dev.escapement.runtime.spi.Director.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulation: tasks spawned, woken, polled, cancelled and ended, and timers
 * fired, with virtual time. A hash over all of it, and the last 10,000 lines in words.
 *
 * <p>Not thread-safe: to be read by the thread that drives the simulation, between its verbs.
 */
public final class Trace {
  private static final int KEPT = 10_000;
  private static final long PRIME = 0x100000001b3L;

  private static final int FIRST_CAPACITY = 64;

  private Event[] events = new Event[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private long[] tasks = new long[FIRST_CAPACITY];
  private long[] details = new long[FIRST_CAPACITY];
  private @Nullable String[] names = new @Nullable String[FIRST_CAPACITY];
  private final long origin;
  private long count;
  private long low = 0xcbf29ce484222325L;
  private long high = 0x84222325cbf29ce4L;

  Trace(long origin) {
    this.origin = origin;
  }

  void add(Event event, long time, long task, @Nullable String name, long detail) {
    if (count == events.length && count < KEPT) {
      grow(Math.min(KEPT, 4 * events.length));
    }
    int at = (int) (count++ % KEPT);
    events[at] = event;
    times[at] = time;
    tasks[at] = task;
    details[at] = detail;
    names[at] = name;
    mix(event.name().hashCode());
    mix(task);
    mix(time - origin);
    mix(event == Event.FIRE ? detail - origin : detail);
    mix(name == null ? -1 : name.length());
    for (int i = 0; name != null && i < name.length(); i++) {
      mix(name.charAt(i));
    }
  }

  private void grow(int capacity) {
    events = Arrays.copyOf(events, capacity);
    times = Arrays.copyOf(times, capacity);
    tasks = Arrays.copyOf(tasks, capacity);
    details = Arrays.copyOf(details, capacity);
    names = Arrays.copyOf(names, capacity);
  }

  private void mix(long value) {
    low = (low ^ value) * PRIME;
    high = SplitMix.mix(high ^ value) + low;
  }

  /**
   * A hash over everything that happened: the same for the same program and seed, in every JVM.
   *
   * @return 32 hexadecimal digits
   */
  public String hash() {
    return String.format(Locale.ROOT, "%016x%016x", high, low);
  }

  /**
   * How many events there were.
   *
   * @return the number of lines there would be if all were kept
   */
  public long size() {
    return count;
  }

  /**
   * What happened last, oldest first.
   *
   * @return at most 10,000 lines, such as {@code 1.250000000 s poll 'renewal'}
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (long i = firstKept(); i < count; i++) {
      lines.add(line((int) (i % KEPT)));
    }
    return lines;
  }

  private long firstKept() {
    return Math.max(0, count - KEPT);
  }

  private String line(int at) {
    String who = names[at] == null ? "'task-" + tasks[at] + "'" : "'" + names[at] + "'";
    String what =
        switch (events[at]) {
          case FIRE -> "fire a timer due at " + text(details[at]);
          case END ->
              "end "
                  + who
                  + (details[at] == 0 ? "" : details[at] == 1 ? ", failed" : ", cancelled");
          default -> events[at].name().toLowerCase(Locale.ROOT) + " " + who;
        };
    return text(times[at]) + " " + what;
  }

  private String text(long time) {
    return Times.text(time - origin);
  }

  /**
   * Where another trace first differs from this one.
   *
   * @param other a trace of the same program
   * @return one sentence in words; empty if both are the same
   */
  public String firstDifference(Trace other) {
    long from = Math.max(firstKept(), other.firstKept());
    for (long i = from; i < Math.min(count, other.count); i++) {
      if (!line((int) (i % KEPT)).equals(other.line((int) (i % KEPT)))) {
        return String.format(
            Locale.ROOT,
            "event %d differs: here \"%s\", there \"%s\"%s",
            i + 1,
            line((int) (i % KEPT)),
            other.line((int) (i % KEPT)),
            from > 0 ? "; of the " + from + " events before, nothing is kept" : "");
      }
    }
    if (count != other.count) {
      Trace longer = count > other.count ? this : other;
      long shorter = Math.min(count, other.count);
      return String.format(
          Locale.ROOT,
          "here are %d events, there %d%s",
          count,
          other.count,
          shorter < longer.firstKept()
              ? ""
              : "; the first that only one has is \"" + longer.line((int) (shorter % KEPT)) + "\"");
    }
    return hash().equals(other.hash())
        ? ""
        : "the traces differ before event " + (from + 1) + ", and those lines are not kept";
  }

  /** The number of events and the hash. */
  @Override
  public String toString() {
    return count + " events, " + hash();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Trace trace && count == trace.count && hash().equals(trace.hash());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new long[] {low, high, count});
  }
}
