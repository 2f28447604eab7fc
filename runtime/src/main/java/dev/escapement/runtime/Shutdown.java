package dev.escapement.runtime;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a runtime ends: in order on its carrier, or by force when the carrier does not come back from
 * a poll.
 */
final class Shutdown {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Shutdown() {}

  /** On the carrier: cancels every task and timer, tells every waiter, and closes the inbox. */
  static void run(Carrier carrier) {
    takeAll(carrier);
    // The heap first and at once, so that no task takes its own timer out of it.
    List<Timer> timers = takeTimers(carrier);
    while (carrier.live.size() > 0) {
      for (TaskCell<?> cell : carrier.live.view()) {
        carrier.counters.stepped();
        cell.cancelNow(carrier);
      }
      takeAll(carrier);
    }
    while (carrier.ready.poll() != null) {
      // A callback that fired but has not begun is given up like one that has not fired.
    }
    timers.addAll(takeTimers(carrier)); // what hooks may have left
    timers.forEach(Timer::abandon);
    carrier.counters.publish(0, Deadlines.NEVER, 0);
    finish(carrier);
  }

  private static List<Timer> takeTimers(Carrier carrier) {
    List<Timer> taken = new ArrayList<>(Arrays.asList(carrier.timers.drain()));
    taken.forEach(timer -> carrier.counters.timerCancelled());
    taken.addAll(carrier.dormant);
    carrier.dormant.clear();
    return taken;
  }

  private static void takeAll(Carrier carrier) {
    carrier.inbox.mark();
    carrier.inbox.take(Integer.MAX_VALUE);
  }

  private static void finish(Carrier carrier) {
    carrier.terminate();
    carrier.inbox.abandonAll();
    carrier.terminated.countDown();
  }

  /**
   * Any thread, when the loop is broken or stuck: ends all that can be seen without the carrier's
   * help.
   */
  static void force(Carrier carrier) {
    carrier.terminateByForce();
    carrier.inbox.peek(
        message -> {
          if (message != null) {
            Message.abandon(message);
          }
        });
    carrier.live.view().forEach(TaskCell::abandon);
    Arrays.stream(carrier.timers.view()).forEach(Timer::abandon);
    carrier.terminated.countDown();
    carrier.unpark();
  }

  /**
   * Not on the carrier: waits for the end, uninterruptibly; gives the carrier up if a poll does not
   * end.
   */
  static void await(Carrier carrier, long drainNanos) {
    if (!awaitLatch(carrier, Deadlines.plus(Math.max(0, drainNanos), PATIENCE_NANOS))) {
      Thread stuck = carrier.thread();
      IllegalStateException where =
          new IllegalStateException(
              carrier.label() + " was closed, but a poll did not end for 10 s; its handles fail");
      if (stuck != null) {
        where.setStackTrace(stuck.getStackTrace());
      }
      CallOuts.LOG.log(Level.ERROR, where.getMessage() + "; the carrier's stack:", where);
      force(carrier);
    }
  }

  private static boolean awaitLatch(Carrier carrier, long nanos) {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = nanos - (System.nanoTime() - start);
          return carrier.terminated.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
