package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Waker;
import dev.escapement.runtime.spi.ThreadSleep;
import org.jspecify.annotations.Nullable;

/** How the threads of a bridge begin, wait, are woken and end: in real time, or in a simulation. */
sealed interface Threads permits RealThreads, Batons {
  /** A thread that will be started by {@link #start}; where it was asked for is told in reports. */
  Thread unstarted(@Nullable StackTraceElement askedAt, Thread.Builder builder, Runnable body);

  /** The same for one that will be started by {@link Thread#start}. */
  Thread unstartedForUser(
      @Nullable StackTraceElement askedAt, Thread.Builder builder, Runnable body);

  /** Starts one of {@link #unstarted}. */
  void start(Thread thread);

  /** One of {@link #unstarted} will not be started. */
  void forget(Thread unstarted);

  /**
   * Begins a sleep of the calling thread until a time on the runtime's clock. The thread parks
   * until that is over, and ends it if it is interrupted, or its limit is over ({@link Sleeping}).
   *
   * @param nowNanos a reading of that clock since the user's call
   * @return null if there is nothing to wait for: the time has passed, or was waited for here
   */
  @Nullable ThreadSleep beginSleep(LoomBridge bridge, long deadlineNanos, long nowNanos)
      throws InterruptedException;

  /** Blocks the calling thread until {@link #unpark}, an interrupt, or for no reason. */
  void park(Object blocker);

  void unpark(Thread thread);

  /** For polls by the calling thread. */
  Context context(Waker waker);

  /** Blocks until a thread has ended. */
  void join(Thread thread) throws InterruptedException;

  boolean isAlive(Thread thread);

  /**
   * Refuses a thread that takes no part.
   *
   * @throws IllegalStateException in a simulation, on a thread that no bridge of it started
   */
  void refuseOutsiders(String call);
}
