package dev.escapement.runtime;

import dev.escapement.runtime.spi.ThreadWaits;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a runtime ends: in order on its carrier, or by force when the carrier does not come back from
 * a poll.
 */
final class Shutdown {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Shutdown() {}

  /** On the carrier: cancels every task and timer, tells every waiter, and closes the inbox. */
  static void run(Carrier carrier) {
    Watchdog.alert();
    takeAll(carrier);
    takeTimers(carrier); // at once, so that no task takes its own timer out of the heap
    while (carrier.live.size() > 0) {
      for (TaskCell<?> cell : carrier.live.view()) {
        carrier.counters.stepped();
        cell.cancelNow(carrier);
      }
      takeAll(carrier);
    }
    for (Work work = carrier.ready.pollAny(); work != null; work = carrier.ready.pollAny()) {
      if (work instanceof TimerHandle fired) {
        fired.onCancelled(); // it fired but has not begun: given up like one that has not fired
      }
    }
    do {
      carrier.orphans.forEach(Timer::abandon);
      List.copyOf(carrier.dormant).forEach(Timer::abandon);
      carrier.dormant.removeIf(timer -> timer.phase() != Timer.ARMED);
      takeTimers(carrier); // what hooks and wakers have armed meanwhile
    } while (!carrier.orphans.isEmpty() || !carrier.dormant.isEmpty());
    carrier.counters.publish(0, Deadlines.NEVER, 0);
    carrier.life.terminate();
    carrier.inbox.drain(Message::abandon);
    ThreadWaits threads = carrier.threadWaits;
    if (threads != null) {
      threads.onEnd();
    }
    carrier.life.tellEnd();
  }

  private static void takeAll(Carrier carrier) {
    carrier.inbox.markAll();
    carrier.inbox.take(Integer.MAX_VALUE);
  }

  private static void takeTimers(Carrier carrier) {
    Timer[] taken = carrier.timers.drain();
    for (int i = 0; i < taken.length; i++) {
      carrier.counters.timerCancelled();
    }
    carrier.orphans = Arrays.asList(taken);
  }

  /** Any thread, when the loop is broken or stuck: ends all that can be seen without its help. */
  static void force(Carrier carrier) {
    carrier.life.terminateByForce();
    carrier.inbox.peek(message -> endByForce(message));
    carrier.live.view().forEach(TaskCell::endByForce);
    carrier.orphans.forEach(Timer::abandon);
    carrier.timers.view().forEach(Timer::abandon);
    List.copyOf(carrier.dormant).forEach(Timer::abandon);
    carrier.life.tellEnd();
    carrier.unpark();
    carrier.driver.unparkJoiners();
  }

  private static void endByForce(@Nullable Message message) {
    switch (message) {
      case null -> {}
      case TaskCell<?> cell -> cell.endByForce();
      case Timer timer -> timer.abandon();
    }
  }

  /** The carrier, come back although it was given up: runs the cancel hooks that are owed. */
  static void runOwedHooks(Carrier carrier) {
    carrier.inbox.drain(
        message -> {
          endByForce(message);
          if (message instanceof TaskCell<?> cell) {
            cell.runOwedHook(carrier);
          }
        });
    for (TaskCell<?> cell : carrier.live.view()) {
      cell.endByForce();
      cell.runOwedHook(carrier);
    }
    takeTimers(carrier);
    carrier.orphans.forEach(Timer::abandon);
    carrier.counters.publish(0, Deadlines.NEVER, 0);
  }

  /** How long a closer waits before it gives the carrier up. */
  static long patience(long drainNanos) {
    return Deadlines.plus(Math.max(0, drainNanos), PATIENCE_NANOS);
  }

  /**
   * Not on the carrier: waits for the end, uninterruptibly; gives the carrier up if a poll does not
   * end.
   */
  static void await(Carrier carrier, long nanos) {
    if (!awaitLatch(carrier, nanos)) {
      Thread stuck = carrier.thread();
      IllegalStateException where =
          new IllegalStateException(
              carrier.label() + " was closed, but a poll did not end for 10 s; its handles fail");
      if (stuck != null) {
        where.setStackTrace(stuck.getStackTrace());
      }
      force(carrier);
      CallOuts.log(Level.ERROR, where.getMessage() + "; the carrier's stack:", where);
    }
  }

  private static boolean awaitLatch(Carrier carrier, long nanos) {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = nanos - (System.nanoTime() - start);
          return carrier.life.awaitEnd(left);
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
