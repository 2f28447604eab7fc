package dev.escapement.loom.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of a program.
 *
 * @param log what each step gave, by time, script and step
 * @param callbacks those that ran, in order
 * @param ends how each script ended
 * @param left what of the runtime is left behind
 * @param closed whether a script has closed the runtime
 */
record Outcome(
    List<Entry> log, List<Entry> callbacks, List<String> ends, String left, boolean closed) {
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
    return log.stream().filter(Outcome::didSomething).count() + callbacks.size();
  }

  private static boolean didSomething(Entry entry) {
    return !NOTHING_DONE.contains(entry.result());
  }

  /** How many there were of each kind of step, interrupts that ended one, and programs closed. */
  void countInto(Map<String, Long> kinds, Program program) {
    for (Entry entry : log) {
      if (didSomething(entry)) {
        Step step = program.scripts().get(entry.script()).steps().get(entry.step());
        kinds.merge(step.getClass().getSimpleName(), 1L, Long::sum);
        kinds.merge(
            "(ended by an interrupt)",
            entry.result().equals(Model.INTERRUPTED) ? 1L : 0L,
            Long::sum);
      }
    }
    kinds.merge("(closed)", closed ? 1L : 0L, Long::sum);
  }

  /** The same, with callbacks by time: their order is another with each seed but zero. */
  Outcome inAnyOrder() {
    return new Outcome(log, callbacks.stream().sorted().toList(), ends, left, closed);
  }

  /** The first difference to another outcome; empty if there is none. */
  String differenceTo(Outcome other) {
    return Stream.of(
            difference("step", log(), other.log()),
            difference("callback", callbacks(), other.callbacks()),
            difference("end", ends, other.ends()),
            difference("left", List.of(left), List.of(other.left())),
            difference("closed", List.of(closed), List.of(other.closed())))
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
