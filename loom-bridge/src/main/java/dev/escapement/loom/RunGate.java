package dev.escapement.loom;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * Ownership
 *   waiting    any thread    any thread    concurrent queue    [E1]
 *   free       any thread    any thread    atomic              [E1]
 * Ordering
 *   E1  who comes: add the run, look at free.  who ends: add to free, look at the queue. Whoever takes a permit and finds no run
 *       gives it back and looks again. So no run waits while a permit is free.
 * Evidence   RunBoundTest. Race: RunGateRace (E1)
 */
/** Lets a bounded number of runs be under way; the others wait in the order in which they came. */
final class RunGate {
  private final ConcurrentLinkedQueue<ScheduledRun<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger free;

  RunGate(int bound) {
    free = new AtomicInteger(bound);
  }

  void enter(ScheduledRun<?> run) {
    waiting.add(run);
    startWaiting();
  }

  /** A run that was started has ended. */
  void leave() {
    free.incrementAndGet();
    startWaiting();
  }

  private void startWaiting() {
    while (!waiting.isEmpty() && take()) {
      ScheduledRun<?> next = waiting.poll();
      if (next == null || !next.start()) {
        free.incrementAndGet();
      }
    }
  }

  private boolean take() {
    int now = free.get();
    while (now > 0) {
      if (free.compareAndSet(now, now - 1)) {
        return true;
      }
      now = free.get();
    }
    return false;
  }
}
