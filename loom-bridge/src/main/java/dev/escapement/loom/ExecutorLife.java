package dev.escapement.loom;

import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   word         any thread                  any thread    compare-and-set: phase, and how many submissions have not ended  [E1]
 *   terminated   who takes the last one out  any thread    see Promise
 * Ordering
 *   E1  One word for both, so that no submission is admitted after the phase has changed, and exactly one thread sees that the last
 *       one has left.
 * States     RUNNING → SHUTDOWN → STOP, SHUTDOWN may be left out; terminated once the phase is not RUNNING and nothing is left.
 * Evidence   ExecutorShutdownTest, StormTest. Race: ExecutorLifeRace (E1)
 */
/** How far an executor has come to its end, and what it still waits for. */
final class ExecutorLife {
  static final int RUNNING = 0;
  static final int SHUTDOWN = 1;
  static final int STOP = 2;
  private static final int PHASE = 3;
  private static final int ONE = 4;

  private final AtomicLong word = new AtomicLong(RUNNING);
  private final Promise<@Nullable Void> terminated = new Promise<>();

  int phase() {
    return (int) (word.get() & PHASE);
  }

  boolean isTerminated() {
    return terminated.isDone();
  }

  Task<@Nullable Void> termination() {
    return terminated.asTask();
  }

  /** Counts a submission in; false once the executor was shut down. */
  boolean admit() {
    while (true) {
      long w = word.get();
      if ((w & PHASE) != RUNNING) {
        return false;
      }
      if (word.compareAndSet(w, w + ONE)) {
        return true;
      }
    }
  }

  /** A submission that was admitted has ended, and so has its run. */
  void leave() {
    finishIfDone(word.addAndGet(-ONE));
  }

  void advance(int phase) {
    finishIfDone(word.accumulateAndGet(phase, (w, p) -> (w & PHASE) < p ? (w & ~PHASE) | p : w));
  }

  private void finishIfDone(long w) {
    if ((w & PHASE) != RUNNING && (w & ~PHASE) == 0) {
      terminated.complete(null);
    }
  }
}
