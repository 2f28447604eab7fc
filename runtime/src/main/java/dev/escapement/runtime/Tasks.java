package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes tasks, and tasks out of tasks. Each given task is handed over. A combinator cancels what it
 * gives up.
 */
public final class Tasks {
  private Tasks() {}

  /**
   * A function that may throw.
   *
   * @param <A> the argument's type
   * @param <R> the result's type
   */
  @FunctionalInterface
  public interface Step<A extends @Nullable Object, R extends @Nullable Object> {
    /**
     * Applies the step, on the polling thread; must not block.
     *
     * @param value the argument
     * @return the result
     * @throws Exception makes the task fail
     */
    R apply(A value) throws Exception;
  }

  /**
   * A task that is ready at its first poll.
   *
   * @param value the result, which may be null
   * @param <T> its type
   * @return a new task
   */
  public static <T extends @Nullable Object> Task<T> ready(T value) {
    return context -> Poll.ready(value);
  }

  /**
   * A task that fails at its first poll.
   *
   * @param cause what it throws, as it is
   * @param <T> the type of the value it never has
   * @return a new task
   */
  public static <T extends @Nullable Object> Task<T> failed(Throwable cause) {
    requireNonNull(cause, "cause");
    return context -> {
      throw Sneaky.raise(cause);
    };
  }

  /**
   * A task that is made when it is first polled: durations inside count from then on.
   *
   * @param factory makes the task, once; a failure of it is the task's
   * @param <T> the result's type
   * @return a new task
   */
  public static <T extends @Nullable Object> Task<T> defer(
      Callable<? extends Task<? extends T>> factory) {
    requireNonNull(factory, "factory");
    return new Chain.Deferred<>(factory);
  }

  /**
   * A task that is pending once and comes back behind everything that is ready.
   *
   * @return a new task
   */
  public static Task<@Nullable Void> yieldNow() {
    return new Yield();
  }

  /**
   * Polls all until each is ready. The first failure cancels the rest and is the outcome.
   *
   * @param tasks may be empty
   * @param <T> the type of the results
   * @return the results in the order of the tasks, as an unmodifiable list
   */
  public static <T extends @Nullable Object> Task<List<T>> joinAll(
      Collection<? extends Task<? extends T>> tasks) {
    return new JoinAll<>(handedOver(tasks));
  }

  /**
   * Polls all until one has ended, as ready or by failing; that is the outcome, and the rest is
   * cancelled. Of several that have ended when the race is polled, the first in the given order
   * wins; a race of more than 128 looks at 128 at a time.
   *
   * @param tasks at least one
   * @param <T> the type of the result
   * @return the result of the first to end
   * @throws IllegalArgumentException if there is no task
   */
  public static <T extends @Nullable Object> Task<T> race(
      Collection<? extends Task<? extends T>> tasks) {
    Task<?>[] all = handedOver(tasks);
    if (all.length == 0) {
      throw new IllegalArgumentException("tasks is empty; race needs one or more to have a result");
    }
    return new Race<>(all);
  }

  /**
   * Applies a step to a task's value.
   *
   * @param task the task
   * @param step from its value to the result
   * @param <A> the type of the value
   * @param <R> the type of the result
   * @return a new task
   */
  @SuppressWarnings("unchecked") // the step gets only what the task yields
  public static <A extends @Nullable Object, R extends @Nullable Object> Task<R> map(
      Task<? extends A> task, Step<? super A, ? extends R> step) {
    requireNonNull(task, "task");
    requireNonNull(step, "step");
    return new Chain.OnValue<>(task, (Step<@Nullable Object, ?>) step);
  }

  /**
   * Goes on with another task, which is made from the first one's value; durations in it count from
   * then on. Chains may be of any length: they run in constant stack.
   *
   * @param task the first task
   * @param step makes the next one
   * @param <A> the type of the first value
   * @param <R> the type of the result
   * @return a new task
   */
  @SuppressWarnings("unchecked") // the step gets only what the task yields
  public static <A extends @Nullable Object, R extends @Nullable Object> Task<R> then(
      Task<? extends A> task, Step<? super A, ? extends Task<? extends R>> step) {
    requireNonNull(task, "task");
    requireNonNull(step, "step");
    return new Chain.OnValueTask<>(task, (Step<@Nullable Object, ? extends Task<?>>) step);
  }

  /**
   * Goes on with another task if the first one fails.
   *
   * @param task the first task
   * @param step makes the other one from the cause, as it was thrown
   * @param <T> the type of the result
   * @return a new task
   */
  public static <T extends @Nullable Object> Task<T> recover(
      Task<? extends T> task, Step<? super Throwable, ? extends Task<? extends T>> step) {
    requireNonNull(task, "task");
    requireNonNull(step, "step");
    return new Chain.OnFailure<>(task, step);
  }

  /**
   * Waits for a completion stage. A failure is the stage's cause, without {@code
   * CompletionException} around it. Cancelling the task cancels the stage, and a cancelled stage
   * makes the task fail with {@code CancellationException}.
   *
   * @param stage may complete on any thread
   * @param <T> the type of the value
   * @return a new task
   */
  public static <T extends @Nullable Object> Task<T> fromStage(CompletionStage<? extends T> stage) {
    return new StageTask<>(requireNonNull(stage, "stage"));
  }

  static Task<?> made(@Nullable Task<?> task, String by) {
    return requireNonNull(task, () -> "the function given to " + by + " returned null, not a task");
  }

  private static Task<?>[] handedOver(Collection<? extends Task<?>> tasks) {
    Task<?>[] all = requireNonNull(tasks, "tasks").toArray(Task<?>[]::new);
    for (Task<?> task : all) {
      requireNonNull(task, "tasks contains null");
    }
    return all;
  }
}
