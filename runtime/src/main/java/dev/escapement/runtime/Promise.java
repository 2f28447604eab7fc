package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A result that some thread sets once and any number of tasks await. All methods may be called by
 * any thread; none blocks.
 *
 * @param <T> the type of the value, which may be null
 */
public final class Promise<T extends @Nullable Object> extends Completion<T> {
  /** A promise without an outcome. */
  public Promise() {}

  /**
   * Sets the value and wakes whoever waits.
   *
   * @param value the value, which may be null
   * @return false if the promise had an outcome already; nothing is changed then
   */
  public boolean complete(T value) {
    return settle(outcomeOf(value));
  }

  /**
   * Sets a failure and wakes whoever waits.
   *
   * @param cause what the waiting tasks see, as it is
   * @return false if the promise had an outcome already; nothing is changed then
   */
  public boolean fail(Throwable cause) {
    return settle(new Failed(requireNonNull(cause, "cause")));
  }

  /**
   * Whether there is an outcome.
   *
   * @return true once {@link #complete} or {@link #fail} has won
   */
  public boolean isDone() {
    return hasOutcome();
  }

  /**
   * One wait. Cancelling it stops that wait and nothing else.
   *
   * @return a new task, ready with the value, or failing with the cause
   */
  public Task<T> asTask() {
    return new Awaiting<>(this);
  }

  @Override
  String describe() {
    return "a promise";
  }
}
