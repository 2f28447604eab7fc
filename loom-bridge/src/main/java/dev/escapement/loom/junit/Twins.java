package dev.escapement.loom.junit;

import dev.escapement.runtime.sim.Trace;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * The two runs of one seed. JUnit may run them at the same time: what they share is guarded by this
 * object.
 */
final class Twins {
  private @Nullable Trace first;

  /** Keeps the trace of the run that ends first; that of the other one must be the same. */
  synchronized void compare(long seed, Trace trace) {
    Trace before = first;
    first = before == null ? trace : null;
    String difference = before == null ? "" : before.firstDifference(trace);
    if (!difference.isEmpty()) {
      throw new AssertionFailedError(
          "seed "
              + seed
              + ": its two runs differ, here the first and there the second: "
              + difference
              + ". Something decides that is not simulated, such as static state, real time, an"
              + " identity hash code or an unseeded random number");
    }
  }
}
