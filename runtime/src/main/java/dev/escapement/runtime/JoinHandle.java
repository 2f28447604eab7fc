package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A spawned task's result to come. Shared by any number of waiters; all methods may be called by
 * any thread.
 *
 * @param <T> the type of the result, which may be null
 */
public final class JoinHandle<T extends @Nullable Object> {
  private final TaskCell<T> cell;

  JoinHandle(TaskCell<T> cell) {
    this.cell = cell;
  }

  /**
   * Blocks the calling thread until the task has ended.
   *
   * @return the task's result
   * @throws ExecutionException with what the task threw as its cause
   * @throws CancellationException if the task was cancelled
   * @throws InterruptedException if the caller is interrupted; the task goes on
   * @throws IllegalStateException on a carrier's own thread, or if the runtime has no thread and
   *     nobody drives it
   */
  public T join() throws ExecutionException, InterruptedException {
    ThreadWait.untilSettled(cell);
    return result();
  }

  /**
   * Blocks the calling thread until the task has ended, for a limited time. The task goes on after
   * the limit.
   *
   * @param limit how long to wait; with zero or less the result must be there already
   * @return the task's result
   * @throws ExecutionException with what the task threw as its cause
   * @throws TimeoutException if the task has not ended in time
   * @throws CancellationException if the task was cancelled
   * @throws InterruptedException if the caller is interrupted; the task goes on
   * @throws IllegalStateException on a carrier's own thread, or if the runtime has no thread and
   *     nobody drives it
   */
  public T join(Duration limit) throws ExecutionException, InterruptedException, TimeoutException {
    requireNonNull(limit, "limit");
    if (!ThreadWait.untilSettled(cell, Deadlines.nanos(limit))) {
      throw new TimeoutException(cell.describe() + " had not ended after " + limit);
    }
    return result();
  }

  private T result() throws ExecutionException {
    Object outcome = requireNonNull(cell.outcomeVolatile());
    if (outcome instanceof Completion.Failed failed) {
      cell.seen(failed.cause());
      throw new ExecutionException(failed.cause());
    }
    try {
      Poll<T> poll = cell.pollOutcome(outcome);
      return ((Poll.Ready<T>) poll).value();
    } catch (RuntimeException cancelled) {
      throw cancelled;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * One wait for the result, to be used inside another task, on any runtime. It fails with what the
   * task threw, as it is. Cancelling it stops that wait; the spawned task goes on.
   *
   * @return a new task
   */
  public Task<T> asTask() {
    return new Awaiting<>(cell);
  }

  /**
   * Ends the spawned task as cancelled, even if the poll that is running returns ready. The task's
   * hook runs on the carrier, and then its waiters get {@link CancellationException}.
   *
   * @return true for the one call that decided it; false if the task had ended or was cancelled
   *     before
   */
  public boolean cancel() {
    return cell.cancel();
  }

  /**
   * Whether the task has ended, in any way.
   *
   * @return true if {@link #join()} would not wait
   */
  public boolean isDone() {
    return cell.hasOutcome();
  }

  /**
   * The name given at the spawn, or {@code task-} and a number.
   *
   * @return the task's name
   */
  public String name() {
    return cell.name();
  }

  /**
   * The result as a future. It is completed on the carrier, so give long dependent stages an
   * executor of their own. Cancelling the future cancels the task.
   *
   * @return a new future; it fails with what the task threw, as it is
   */
  public CompletableFuture<T> toCompletableFuture() {
    TaskFuture<T> future = new TaskFuture<>(cell);
    cell.add(new Waiter(future));
    if (cell.hasOutcome()) {
      future.wake();
    }
    return future;
  }

  /** The name and whether the task has ended. */
  @Override
  public String toString() {
    return cell.describe() + (isDone() ? ", ended" : ", not ended");
  }
}
