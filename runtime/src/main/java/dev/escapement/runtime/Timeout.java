package dev.escapement.runtime;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   body        the poller    the poller    plain, confined; null after the end
 *   bodyWaits   the poller    any thread    volatile (TaskDump)
 */
/** A task and a limit. The task is polled first, so that it wins if both are ready. */
final class Timeout<T extends @Nullable Object> implements Task<T> {
  private final Duration duration;
  private final Sleep limit;
  private @Nullable Task<? extends T> body;
  private volatile @Nullable Object bodyWaits;

  Timeout(Duration duration, Sleep limit, Task<? extends T> body) {
    this.duration = duration;
    this.limit = limit;
    this.body = body;
  }

  long deadlineNanos() {
    return limit.deadlineNanos();
  }

  @Override
  @SuppressWarnings("unchecked") // a Poll is covariant in its value
  public Poll<T> poll(Context context) throws Exception {
    Task<? extends T> task = body;
    if (task == null) {
      throw Waits.polledAfterEnd("a timeout", context);
    }
    Poll<? extends T> found;
    try {
      found = Waits.polled(task.poll(context), context);
    } catch (Throwable t) {
      body = null;
      limit.giveUp();
      throw t;
    }
    if (found.isReady()) {
      body = null;
      limit.giveUp();
      return (Poll<T>) found;
    }
    bodyWaits = Waits.noted(context);
    try {
      if (!limit.poll(context).isReady()) {
        Waits.note(context, this);
        return Poll.pending();
      }
    } catch (CancellationException limitsRuntimeClosed) {
      giveUp(task);
      throw limitsRuntimeClosed;
    }
    giveUp(task);
    throw new TimeoutException("not ready within " + duration);
  }

  private void giveUp(Task<? extends T> task) {
    body = null;
    CallOuts.cancel(task);
  }

  @Override
  public void cancel() {
    Task<? extends T> task = body;
    body = null;
    limit.giveUp();
    if (task != null) {
      task.cancel();
    }
  }

  @Override
  public String toString() {
    Object inner = bodyWaits;
    return (inner == null ? "a task that took no waker" : inner)
        + ", limited until "
        + Deadlines.text(limit.deadlineNanos());
  }
}
