package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   permits, waiting    any thread    any thread    plain, guarded by lock
 *   (stage and waker of a wait are Turn's)
 * Invariant  Who waits finds no permit: waiting is empty or permits is 0. So nobody can overtake a waiter, and a permit
 *            that comes back goes to the first of them.
 * Lock       Held for a few instructions; nothing of the user's is called under it, and no waker.
 * Failure    A waker that throws is logged and counted; its wait was served before.
 * Evidence   SemaphoreTest, SemaphoreCancelTest, SemaphoreStressTest
 */
/**
 * A number of permits that tasks acquire strictly in the order in which they came. All methods may
 * be called by any thread; none blocks.
 *
 * <p>A permit has no owner: any thread may release one, also one that nobody acquired.
 */
public final class Semaphore {
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashSet<Acquire> waiting = new LinkedHashSet<>();
  private int permits;

  private Semaphore(int permits) {
    this.permits = permits;
  }

  /**
   * A semaphore.
   *
   * @param permits how many there are at first, 0 or more
   * @return a new semaphore
   * @throws IllegalArgumentException if it is less than 0
   */
  public static Semaphore of(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits is " + permits + "; allowed is 0 or more");
    }
    return new Semaphore(permits);
  }

  /**
   * Takes a permit, and waits for it if there is none; it joins the line at its first poll.
   * Cancelled, it leaves the line, and a permit that it was given but has not seen goes to the
   * next.
   *
   * @return a new task, ready with the permit taken; whoever awaits it within a time limit has to
   *     release it there, too
   */
  public Task<@Nullable Void> acquire() {
    return new Acquire();
  }

  /**
   * Takes a permit if there is one now.
   *
   * @return false if there is none; as long as others wait there is none
   */
  public boolean tryAcquire() {
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a permit to the first who waits, or back.
   *
   * @throws IllegalStateException if there are {@link Integer#MAX_VALUE} permits already
   */
  public void release() {
    Waker served;
    lock.lock();
    try {
      served = give();
    } finally {
      lock.unlock();
    }
    Turn.wake(served);
  }

  /**
   * How many permits there are to take.
   *
   * @return 0 or more, as of some moment during the call
   */
  public int available() {
    lock.lock();
    try {
      return permits;
    } finally {
      lock.unlock();
    }
  }

  private boolean take() {
    if (permits == 0) {
      return false;
    }
    permits--;
    return true;
  }

  private @Nullable Waker give() {
    if (!waiting.isEmpty()) {
      return waiting.removeFirst().serve();
    }
    if (permits == Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "the semaphore has " + permits + " permits; release what was" + " acquired, once");
    }
    permits++;
    return null;
  }

  private final class Acquire extends Turn implements Task<@Nullable Void> {
    @Override
    public Poll<@Nullable Void> poll(Context context) {
      requireNonNull(context, "context");
      lock.lock();
      try {
        switch (stage()) {
          case OPEN -> {
            if (!take()) {
              waiting.add(this); // nothing new if it waits already
              return pending(context, "a permit of a semaphore");
            }
          }
          case SERVED -> {}
          case ENDED -> throw Waits.polledAfterEnd("an acquire", context);
        }
        end();
        return Poll.ready(null);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void cancel() {
      Waker next = null;
      lock.lock();
      try {
        switch (stage()) {
          case OPEN -> waiting.remove(this);
          case SERVED -> next = give();
          case ENDED -> {}
        }
        end();
      } finally {
        lock.unlock();
      }
      Turn.wake(next);
    }
  }
}
