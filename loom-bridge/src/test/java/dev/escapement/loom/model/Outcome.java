package dev.escapement.loom.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of a program.
 *
 * @param log what each step gave, by time, script and step
 * @param callbacks those that ran, in order
 * @param ends how each script ended
 * @param left what of the runtime is left behind
 */
record Outcome(List<Entry> log, List<Entry> callbacks, List<String> ends, String left) {
  /** What a step gave, or a callback: then the number of the step is how often it was scheduled. */
  record Entry(long time, int script, int step, String result) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(time, other.time);
      int byScript = byTime != 0 ? byTime : Integer.compare(script, other.script);
      return byScript != 0 ? byScript : Integer.compare(step, other.step);
    }
  }

  private static final Set<String> NOTHING_DONE =
      Set.of("again", "none", "no thread", Model.UNSTARTED);

  /** Steps that did something, and callbacks. */
  long size() {
    return log.stream().filter(entry -> !NOTHING_DONE.contains(entry.result())).count()
        + callbacks.size();
  }

  /** The same, with callbacks by time: their order is another with each seed but zero. */
  Outcome inAnyOrder() {
    return new Outcome(log, callbacks.stream().sorted().toList(), ends, left);
  }

  /** The first difference to another outcome; empty if there is none. */
  String differenceTo(Outcome other) {
    return Stream.of(
            difference("step", log(), other.log()),
            difference("callback", callbacks(), other.callbacks()),
            difference("end", ends, other.ends()),
            difference("left", List.of(left), List.of(other.left())))
        .filter(difference -> !difference.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String difference(String what, List<?> ours, List<?> others) {
    for (int i = 0; i < Math.max(ours.size(), others.size()); i++) {
      Object one = i < ours.size() ? ours.get(i) : "nothing";
      Object other = i < others.size() ? others.get(i) : "nothing";
      if (!one.equals(other)) {
        return what + " " + i + ": " + one + ", but " + other;
      }
    }
    return "";
  }
}
