package dev.escapement.samples.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What was done, and what was not as promised. All methods may be called by any thread. */
final class Tally {
  private static final int KEPT = 10;

  private final LongAdder done = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  void done() {
    done.increment();
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
    return done.sum();
  }

  long allWrong() {
    return wrong.sum();
  }

  List<String> complaints() {
    return complaints;
  }
}
