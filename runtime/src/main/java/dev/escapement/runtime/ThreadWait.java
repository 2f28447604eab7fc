package dev.escapement.runtime;

import dev.escapement.runtime.spi.ThreadWaits;
import java.util.concurrent.locks.LockSupport;

/*
 * Ordering     A waiting thread adds itself to the completion's list and then looks at the outcome before each park
 *              (Completion, E1), and looks again after every return from park, whatever the reason. A permit is never
 *              relied on.
 */
/** Blocks a thread, of any kind but a carrier, until a task has ended. */
final class ThreadWait {
  private ThreadWait() {}

  static void untilSettled(TaskCell<?> cell) throws InterruptedException {
    untilSettled(cell, Long.MAX_VALUE);
  }

  /** False if the time ran out first. */
  static boolean untilSettled(TaskCell<?> cell, long nanos) throws InterruptedException {
    Seats.refuseOnCarrier("join");
    if (cell.hasOutcome()) {
      return true;
    }
    ThreadWaits virtual = cell.carrier.threadWaits;
    if (virtual != null) {
      virtual.refuseOutsiders("join");
      long deadline = Deadlines.after(cell.carrier.time.nanoTime(), nanos);
      return virtual.endedBy(deadline, new Awaiting<>(cell));
    }
    Thread me = Thread.currentThread();
    Waiter waiter = new Waiter(() -> LockSupport.unpark(me));
    Driver driver = cell.carrier.driver;
    driver.joins(me);
    cell.add(waiter);
    try {
      return parkUntilSettled(cell, nanos);
    } finally {
      waiter.setWaker(null);
      driver.leaves(me);
    }
  }

  private static boolean parkUntilSettled(TaskCell<?> cell, long nanos)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!cell.hasOutcome()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      cell.carrier.driver.refuseUndriven(cell);
      if (nanos == Long.MAX_VALUE) {
        LockSupport.park(cell);
      } else {
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(cell, left);
      }
    }
    return true;
  }
}
