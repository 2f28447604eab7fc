package dev.escapement.loom.model;

import java.util.List;

/**
 * What became of a program.
 *
 * @param log what each step gave, by time, script and step
 * @param callbacks those that ran, in order
 * @param ends how each script ended
 */
record Outcome(List<Entry> log, List<Entry> callbacks, List<String> ends) {
  /** What a step gave, or a callback: then the number of the step is how often it was scheduled. */
  record Entry(long time, int script, int step, String result) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(time, other.time);
      int byScript = byTime != 0 ? byTime : Integer.compare(script, other.script);
      return byScript != 0 ? byScript : Integer.compare(step, other.step);
    }
  }

  /** The first difference to another outcome; empty if there is none. */
  String differenceTo(Outcome other) {
    String log = difference("step", log(), other.log());
    String callbacks = log.isEmpty() ? difference("callback", callbacks(), other.callbacks()) : log;
    return callbacks.isEmpty() ? difference("end", ends, other.ends()) : callbacks;
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
