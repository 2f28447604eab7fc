package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A computation that is polled until it is ready: a state machine, written by hand or built from
 * {@link Tasks}.
 *
 * <p><b>Ownership.</b> A task has one owner. Handing it to {@link TaskRuntime#spawn spawn}, {@link
 * TaskRuntime#blockOn blockOn} or a combinator hands it over, once. Only the owner polls and
 * cancels it, from one thread at a time.
 *
 * @param <T> the type of the result, which may be null
 */
@FunctionalInterface
public interface Task<T extends @Nullable Object> {
  /**
   * Goes on as far as possible without blocking.
   *
   * <p>Returns pending only after arranging that {@link Context#waker()} of <em>this</em> poll will
   * be woken: a task may be polled with another waker each time. After ready or an exception it is
   * never polled again.
   *
   * @param context valid only during this call
   * @return ready with the result, or pending
   * @throws Exception when the task has failed
   * @throws IllegalStateException if the task is polled after its end
   */
  Poll<T> poll(Context context) throws Exception;

  /**
   * Gives up the task and releases what it holds. Called by the owner at most once, on the polling
   * thread, never during a poll, also for a task that was never polled, but not for one that was
   * ready or has failed. No poll follows. A task that reaches a runtime only after its end was
   * never polled, and its hook runs on the thread that handed it over.
   */
  default void cancel() {}
}
