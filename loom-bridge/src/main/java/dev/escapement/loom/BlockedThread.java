package dev.escapement.loom;

import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field      written by    read by           mode, guard
 *   wokenAt    who wakes     the thread        volatile                                            [E1]
 *   thread     constructor   any thread        final
 * Ordering
 *   E1  waker: write wokenAt, then unpark.  thread: poll, then park; poll again after every return from park, whatever
 *       the reason. Whether the wait is over is never read from a permit, only from the task: a stray unpark costs one poll.
 *       That a poll which returns pending is followed by a wake is the contract of Task.
 * Evidence   StormTest. Race: UnparkRace (E1)
 */
/** A thread of any kind that polls a task by itself and parks in between: one blocking call. */
final class BlockedThread implements Waker {
  private static final long NOT_WOKEN = Long.MIN_VALUE;

  private final LoomBridge bridge;
  private final @Nullable Limit limit;
  private final Thread thread = Thread.currentThread();
  private volatile long wokenAt = NOT_WOKEN;

  /** A call that a limit without an interrupt ends as well, if one is given. */
  BlockedThread(LoomBridge bridge, @Nullable Limit limit) {
    this.bridge = bridge;
    this.limit = limit;
  }

  @Override
  public void wake() {
    wokenAt = bridge.access.turnNanos();
    bridge.threads.unpark(thread);
  }

  /**
   * Blocks until the task is ready. An interrupt or the end of a time limit cancels the task.
   *
   * @throws InterruptedException if the caller is interrupted, or the time of a limit around it is
   *     over
   * @throws Exception what the task throws
   */
  <T extends @Nullable Object> T until(Task<? extends T> task) throws Exception {
    while (true) {
      endIfInterrupted(task);
      if (task.poll(bridge.threads.context(this)) instanceof Poll.Ready<? extends T>(T value)) {
        return value;
      }
      bridge.threads.park(bridge);
    }
  }

  /** The same; how long the thread took to run again once it was woken is recorded. */
  <T extends @Nullable Object> T untilRecorded(Task<? extends T> task) throws Exception {
    T value = until(task);
    recordResumeLag();
    return value;
  }

  private void endIfInterrupted(Task<?> task) throws InterruptedException {
    endIfOver(task, limit);
  }

  /** Cancels the task if the calling thread is interrupted, or its limit is over. */
  static void endIfOver(Task<?> task, @Nullable Limit limit) throws InterruptedException {
    try {
      throwIfOver(limit);
    } catch (InterruptedException e) {
      task.cancel();
      throw e;
    }
  }

  static void throwIfOver(@Nullable Limit limit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Limit over = limit == null ? null : limit.overUninterrupted();
    if (over != null) {
      throw new LimitOver(over.overMessage());
    }
  }

  private void recordResumeLag() {
    long woken = wokenAt;
    if (woken != NOT_WOKEN) {
      bridge.access.recordResumeLag(bridge.runtime.nanoTime() - woken);
    }
  }
}
