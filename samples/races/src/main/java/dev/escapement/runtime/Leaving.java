package dev.escapement.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/*
 * Ownership
 *   drives   the driver   another actor   volatile
 */
/** A thread that drives a loop for a moment, and another one that waits for that moment. */
final class Leaving {
  private static final int PATIENCE = 10_000;

  private final RacedLoop loop;
  private volatile boolean drives;

  Leaving(RacedLoop loop) {
    this.loop = loop;
  }

  /** Drives for one poll, and leaves. */
  void drive() {
    try {
      loop.runtime()
          .blockOn(
              context -> {
                drives = true;
                return Poll.ready(true);
              });
    } catch (RejectedExecutionException | IllegalStateException closed) {
      // a closer was there first, or has cancelled it
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns about when the driver leaves. */
  void await() {
    for (int i = 0; i < PATIENCE && !drives; i++) {
      Thread.onSpinWait();
    }
  }
}
