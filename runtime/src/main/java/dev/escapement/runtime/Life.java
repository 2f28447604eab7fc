package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/*
 * Ownership
 *   field        written by           read by       mode, guard
 *   state        carrier, closers     any thread    volatile, compare-and-set; only ever grows  [Inbox E3]
 *   drainUntil   closers              carrier       atomic minimum, set before state is
 *   forced       Shutdown             any thread    volatile, set before state is
 *   ended        carrier or closer    any thread    latch
 * States     RUNNING → DRAINING → CLOSING → TERMINATED; DRAINING may be left out.
 * Evidence   DrainTest, DrainLimitTest, CloseTest, ForcedCloseTest, CloseRaceTest
 */
/** How far a runtime is on the way to its end. Whoever changes it signals the inbox afterwards. */
final class Life {
  private static final int RUNNING = 0;
  private static final int DRAINING = 1;
  private static final int CLOSING = 2;
  private static final int TERMINATED = 3;
  private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", int.class);

  /** In this object, since producers read it for each message. */
  private volatile int state = RUNNING;

  private final AtomicLong drainUntil = new AtomicLong(Deadlines.NEVER);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean forced;

  private boolean casState(int expected, int value) {
    return STATE.compareAndSet(this, expected, value);
  }

  private void advanceTo(int later) {
    int was = state;
    while (was < later && !casState(was, later)) {
      was = state;
    }
  }

  boolean isDraining() {
    return state == DRAINING;
  }

  /** Whether new work is refused. While draining, only what is there may add some. */
  boolean refuses(boolean byWhatIsThere) {
    int s = state; // read once: between two looks draining could have become closing
    return s >= CLOSING || (s == DRAINING && !byWhatIsThere);
  }

  /** Nothing new is taken any more. */
  boolean isClosed() {
    return state >= CLOSING;
  }

  /** The end was asked for, and has not come. */
  boolean isEnding() {
    int s = state;
    return s != RUNNING && s != TERMINATED;
  }

  boolean isTerminated() {
    return state == TERMINATED;
  }

  boolean endedInOrder() {
    return !forced;
  }

  /** The earliest end of a drain that a closer has asked for. */
  long drainUntil() {
    return drainUntil.get();
  }

  void drain(long untilNanos) {
    drainUntil.accumulateAndGet(untilNanos, Math::min);
    advanceTo(DRAINING);
  }

  void close() {
    advanceTo(CLOSING);
  }

  /**
   * The carrier, or the closer that has given it up: from now on, senders end their messages
   * themselves.
   */
  void terminate() {
    advanceTo(TERMINATED);
  }

  /** Any thread: the carrier was given up, or has broken. */
  void terminateByForce() {
    forced = true;
    terminate();
  }

  /** All that was left has been ended. */
  void tellEnd() {
    ended.countDown();
  }

  /** Returns whether the end has come in time. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }
}
