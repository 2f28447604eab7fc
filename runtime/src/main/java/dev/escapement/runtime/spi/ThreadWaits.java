package dev.escapement.runtime.spi;

import dev.escapement.runtime.Task;

/**
 * How threads wait for a task in virtual time: by a bridge, so that the loop knows that they do.
 */
public interface ThreadWaits {
  /** Called by the carrier at the beginning of each turn. Must not block. */
  void onTurn();

  /** Called once all tasks and timers have been cancelled: what threads there are, unwind. */
  void onEnd();

  /**
   * Whether the calling thread is one that the bridge started in this simulation.
   *
   * @return true if it runs because it is its turn
   */
  boolean takesPart();

  /**
   * Refuses a thread that does not take part in the simulation.
   *
   * @param call what the user called, for the message
   * @throws IllegalStateException on a thread that no bridge started
   */
  void refuseOutsiders(String call);

  /**
   * Blocks the calling thread until a task has ended, in whatever way, or its time is over.
   *
   * @param deadlineNanos on the runtime's clock; {@link Long#MAX_VALUE} for never
   * @param task what to wait for
   * @return false if the time was over first
   * @throws InterruptedException if the caller is interrupted
   */
  boolean endedBy(long deadlineNanos, Task<?> task) throws InterruptedException;
}
