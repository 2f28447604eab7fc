package dev.escapement.samples.soak;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What was done, and what was not as promised. All methods may be called by any thread. */
final class Tally {
  private static final int KEPT = 10;

  private final Map<String, LongAdder> rounds = new ConcurrentHashMap<>();
  private final LongAdder wrong = new LongAdder();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** One who goes by this name has done his round. */
  void done(String who) {
    rounds.computeIfAbsent(who, _ -> new LongAdder()).increment();
  }

  long roundsOf(String who) {
    LongAdder done = rounds.get(who);
    return done == null ? 0 : done.sum();
  }

  /** Counts a promise that was not kept; the first ones are told. */
  void expect(boolean kept, String promise) {
    if (!kept) {
      wrong.increment();
      if (complaints.size() < KEPT) {
        complaints.add("not kept: " + promise);
      }
    }
  }

  long allDone() {
    return rounds.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long allWrong() {
    return wrong.sum();
  }

  List<String> complaints() {
    return complaints;
  }
}
