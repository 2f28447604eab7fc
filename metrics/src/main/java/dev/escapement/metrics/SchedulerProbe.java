package dev.escapement.metrics;

import java.util.concurrent.Executor;

/*
 * Ownership
 *   since    launch, by one thread; the probe    any thread    volatile; NONE unless a probe waits    [E1]
 *   last     the probe                           any thread    volatile                               [E1]
 * Ordering
 *   E1  launch sets since and only then hands out the probe; the probe sets last before it clears since, so a reader
 *       that sees no probe waiting sees how long it did. The next launch looks at since first: one probe at a time.
 * Evidence   SchedulerProbeTest. Race: SchedulerProbeRace (E1)
 */
/**
 * How long a new virtual thread waits for one of the JDK's carriers. Resume lag is recorded by
 * threads that run again; this shows also while none can.
 */
final class SchedulerProbe {
  private static final long NONE = Long.MIN_VALUE;

  private final Executor scheduler;
  private final long origin = System.nanoTime();
  private volatile long since = NONE;
  private volatile long last;

  SchedulerProbe(Executor scheduler) {
    this.scheduler = scheduler;
  }

  /** Sends a probe, unless one is still waiting. Not for several threads at once. */
  void launch() {
    if (since == NONE) {
      since = now();
      try {
        scheduler.execute(
            () -> {
              last = now() - since;
              since = NONE;
            });
      } catch (Throwable t) { // there is no memory for a thread: no probe waits
        since = NONE;
        throw t;
      }
    }
  }

  /** Of the probe that waits, but at least that of the last one. */
  long delayNanos() {
    long waitingSince = since;
    return waitingSince == NONE ? last : Math.max(last, now() - waitingSince);
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
