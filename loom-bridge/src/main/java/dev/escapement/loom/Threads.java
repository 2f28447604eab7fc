package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Waker;

/** How the threads of a bridge begin, wait, are woken and end: in real time, or in a simulation. */
sealed interface Threads permits RealThreads, Batons {
  /** What is to run on a thread that a bridge has made. */
  Thread unstarted(Thread.Builder builder, Runnable body);

  /** Starts one of {@link #unstarted}. */
  void start(Thread thread);

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
