package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   completion    the poller    any thread    volatile (TaskDump); null after the end
 *   the rest      Waiter's
 */
/** A task that waits for a {@link Completion}; it is its own entry in the list of waiters. */
final class Awaiting<T extends @Nullable Object> extends Waiter implements Task<T> {
  private volatile @Nullable Completion<T> completion;

  Awaiting(Completion<T> completion) {
    this.completion = completion;
  }

  @Override
  public Poll<T> poll(Context context) throws Exception {
    Completion<T> awaited = completion;
    if (awaited == null) {
      throw Waits.polledAfterEnd("a wait", context);
    }
    Object outcome = awaited.outcomeVolatile();
    if (outcome == null) {
      Waker mine = context.waker();
      if (limit == 0) {
        setFirstWaker(mine);
        awaited.add(this);
        outcome = awaited.outcomeVolatile();
      } else if (waker() != mine) {
        setWaker(mine);
        outcome = awaited.outcomeVolatile();
      }
    }
    if (outcome == null) {
      Waits.note(context, this);
      return Poll.pending();
    }
    completion = null;
    setWaker(null);
    return awaited.pollOutcome(outcome);
  }

  @Override
  public void cancel() {
    completion = null;
    setWaker(null);
  }

  @Override
  public String toString() {
    Completion<T> awaited = completion;
    return awaited == null ? "nothing any more" : awaited.describe();
  }
}
