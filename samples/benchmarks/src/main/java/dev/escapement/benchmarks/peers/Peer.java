package dev.escapement.benchmarks.peers;

import java.util.function.LongConsumer;

/**
 * A running timer library. Bodies run where it runs its timers; every method may be called by any
 * thread.
 *
 * @param <H> what it gives out to cancel a timer by
 */
public interface Peer<H> {
  /** Runs a body once, after a delay. */
  H after(long delayNanos, Runnable body);

  /** Takes a timer back that has not fired. */
  void cancel(H timer);

  /** Runs a body at once, on a thread of its own. */
  void execute(Runnable body);

  /**
   * So many timers of one delay, one after another, in the form that its users would write. Each
   * time the deadline that has passed is told, on the scale of {@link System#nanoTime}.
   */
  default void oneAfterAnother(int times, long delayNanos, LongConsumer fired) {
    new CallbackChain(this, times, delayNanos, fired).arm();
  }

  /** With how many pending timers it still keeps up with the clock. */
  default int mostPending() {
    return Integer.MAX_VALUE;
  }

  /** Two tasks that hand over to each other. */
  default HandOver handOver() {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has no tasks that could hand over");
  }
}
