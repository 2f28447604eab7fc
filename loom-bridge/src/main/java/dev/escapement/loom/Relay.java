package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import org.jspecify.annotations.Nullable;

/**
 * Polls a task on the carrier for a thread that awaits it, and keeps the outcome for that thread.
 * It never fails by itself: a failure that comes before the thread waits is not one that nobody
 * waits for.
 */
final class Relay<T extends @Nullable Object> implements Task<Boolean> {
  /** Without an outcome at the end, the task was cancelled. */
  final Promise<T> outcome = new Promise<>();

  private final Task<? extends T> task;

  Relay(Task<? extends T> task) {
    this.task = task;
  }

  @Override
  public Poll<Boolean> poll(Context context) {
    try {
      switch (task.poll(context)) {
        case Poll.Ready<? extends T>(T value) -> outcome.complete(value);
        case Poll.Pending<? extends T> pending -> {
          return Poll.pending();
        }
        case null -> outcome.fail(new NullPointerException("the task returned null from poll"));
      }
    } catch (Throwable cause) {
      outcome.fail(cause);
    }
    return Poll.ready(true);
  }

  @Override
  public void cancel() {
    task.cancel();
  }
}
