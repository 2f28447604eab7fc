package dev.escapement.runtime;

/**
 * A runtime's counters, gauges and histograms, read at one moment from any thread without stopping
 * the loop. Each figure is true by itself; figures that the loop changes together may be one step
 * apart. Counters never go back.
 *
 * @param name the runtime's name
 * @param nanoTime when it was read, on the runtime's clock
 * @param tasks about tasks
 * @param timers about timers
 * @param loop about the carrier loop
 */
public record RuntimeSnapshot(String name, long nanoTime, Tasks tasks, Timers timers, Loop loop) {
  /**
   * About tasks.
   *
   * @param live spawned and not ended
   * @param spawned how many have reached the carrier so far
   * @param completed how many ended with a value
   * @param failed how many ended with an exception
   * @param cancelled how many ended as cancelled
   * @param polls how many polls began
   * @param pollDuration how long they took; every 64th is timed
   */
  public record Tasks(
      long live,
      long spawned,
      long completed,
      long failed,
      long cancelled,
      long polls,
      Histogram pollDuration) {}

  /**
   * About timers. {@code scheduled} counts registrations that have reached the carrier; each ends
   * as fired or cancelled, or is pending.
   *
   * @param pending in the heap, as of the loop's last turn, or on their way there from other
   *     threads
   * @param nextDeadlineNanos the earliest deadline, of the heap or the inbox; {@link
   *     Long#MAX_VALUE} if there is none
   * @param scheduled how many were registered
   * @param fired how many fired
   * @param cancelled how many were cancelled
   * @param rescheduled how many pending ones were reset
   * @param missedTicks how many points of their grids intervals have left out
   * @param lag the loop lag: from the deadline to the firing
   * @param resumeLag the resume lag: from there, or from the end of what it waited for, until a
   *     thread that the runtime woke ran again, or a run of an executor that was due began
   */
  public record Timers(
      long pending,
      long nextDeadlineNanos,
      long scheduled,
      long fired,
      long cancelled,
      long rescheduled,
      long missedTicks,
      Histogram lag,
      Histogram resumeLag) {}

  /**
   * About the carrier loop.
   *
   * @param lagMode the mode asked for
   * @param osThreadId the operating system's number of the carrier's thread; 0 if it is not known
   * @param lowSlack whether the lowest timer slack is in effect
   * @param inboxDepth messages that the loop has not taken, timers that were cancelled there
   *     included; while the loop idles it leaves many that are not due soon
   * @param ready tasks and callbacks that wait for their turn, as of the last turn
   * @param parks how often it waited: by a park and the spin that may follow it, or a spin alone
   * @param parkedNanos how long it waited in all, a wait that lasts included; time in which it had
   *     no thread counts as well
   * @param callbacks how many callbacks began
   * @param stalls how many polls or callbacks lasted longer than the threshold
   * @param clockJumps how often the wall clock and the monotonic clock went apart, as the loop saw
   *     it when it had something to do
   * @param callOutsFailed how many wakers, hooks, callbacks and handlers threw
   */
  public record Loop(
      LagMode lagMode,
      long osThreadId,
      boolean lowSlack,
      long inboxDepth,
      long ready,
      long parks,
      long parkedNanos,
      long callbacks,
      long stalls,
      long clockJumps,
      long callOutsFailed) {}

  /**
   * How long the earliest timer is overdue, timers in the inbox included: above zero for long only
   * if the loop is blocked.
   *
   * @return nanoseconds; 0 if nothing is overdue
   */
  public long overdueNanos() {
    return timers.nextDeadlineNanos >= nanoTime ? 0 : nanoTime - timers.nextDeadlineNanos;
  }
}
