package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of a spawned task. It waits for the cell as a waker; completing it twice does no harm.
 */
final class TaskFuture<T extends @Nullable Object> extends CompletableFuture<T> implements Waker {
  private final TaskCell<T> cell;

  TaskFuture(TaskCell<T> cell) {
    this.cell = cell;
  }

  @Override
  public void wake() {
    Object outcome = requireNonNull(cell.outcomeVolatile());
    if (outcome == Completion.CANCELLED) {
      super.cancel(false);
    } else if (outcome instanceof Completion.Failed failed) {
      completeExceptionally(failed.cause());
    } else {
      completeValue(outcome);
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // NULL_VALUE stands for a null of a nullable T
  private void completeValue(Object outcome) {
    complete(outcome == Completion.NULL_VALUE ? null : (T) outcome);
  }

  /** Cancels the task too. If the task ended first, its outcome stands. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (cell.cancelUnlessEnded()) {
      return super.cancel(mayInterruptIfRunning);
    }
    return isCancelled(); // the outcome that was there first arrives by wake
  }
}
