package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/*
 * Ownership    everything is confined to the carrier.
 * Invariants   I1  the ends descend strictly, and no timer of a run is later than its end. (An end may be later than the last
 *                  timer, which was cancelled.)
 *              I2  the last open run is not empty; a slot behind it holds null or an empty run to be used again.
 * Evidence   OpenRunsTest, TimerHeapModelTest
 */
/**
 * The runs to which timers may still be appended. A timer goes where it leaves the least gap: to
 * the run with the latest end that is not after it, or else it opens another one. That is patience
 * sorting (C. L. Mallows, 1963; for data that is nearly in order: B. Chandramouli and J. Goldstein,
 * "Patience is a virtue", 2014): equal delays make one run, and n random ones about 2√n. Of too
 * many runs, the one with the latest end is closed, for it is likely to wait for longest.
 */
final class OpenRuns {
  static final int MOST = 1024;
  private static final int FEWEST = 8;

  private long[] ends = new long[FEWEST];
  private @Nullable Run[] runs = new @Nullable Run[FEWEST];
  private int head;
  private int count;

  int count() {
    return count;
  }

  /** The run to append a timer to, which the caller then does. */
  Run runFor(long deadline) {
    int first = 0;
    for (int left = count; left > 0; ) { // one step to the next without a branch to mispredict
      int half = (left + 1) >>> 1;
      first += ends[slot(first + half - 1)] > deadline ? half : 0;
      left -= half;
    }
    int at = first < count ? slot(first) : open();
    ends[at] = deadline;
    return runAt(at);
  }

  /** A run has become empty. */
  void emptied() {
    while (count > 0 && runAt(slot(count - 1)).isEmpty()) {
      count--;
    }
  }

  /** Throws if an invariant is broken. */
  void verify() {
    for (int i = 0; i < count; i++) {
      if (i > 0 && ends[slot(i - 1)] <= ends[slot(i)]) {
        throw new AssertionError("I1: the ends at " + (i - 1) + " and " + i + " do not descend");
      }
      if (runAt(slot(i)).prev instanceof Timer last && last.due > ends[slot(i)]) {
        throw new AssertionError("I1: a timer of the run at " + i + " is later than its end");
      }
    }
    for (int i = Math.max(0, count - 1); i < runs.length; i++) {
      Run run = runs[slot(i)];
      if (run != null && run.isEmpty() != (i >= count)) {
        throw new AssertionError("I2: the run at " + i + " of " + count);
      }
    }
  }

  private int open() {
    if (count == MOST) {
      runs[head] = null;
      head = slot(1);
      count--;
    } else if (count == runs.length) {
      grow();
    }
    int at = slot(count);
    if (runs[at] == null) {
      runs[at] = new Run();
    }
    count++;
    return at;
  }

  private int slot(int i) {
    return (head + i) & (runs.length - 1);
  }

  @SuppressWarnings("NullAway") // every slot up to count is filled
  private Run runAt(int slot) {
    return runs[slot];
  }

  private void grow() {
    long[] moreEnds = new long[2 * count];
    @Nullable Run[] moreRuns = new @Nullable Run[2 * count];
    for (int i = 0; i < count; i++) {
      moreEnds[i] = ends[slot(i)];
      moreRuns[i] = runs[slot(i)];
    }
    ends = moreEnds;
    runs = moreRuns;
    head = 0;
  }
}
