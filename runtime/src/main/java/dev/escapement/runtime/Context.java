package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

/** What a task gets at each poll. Valid only during that poll, on the polling thread. */
public sealed interface Context permits TaskCell, Child, HandContext {
  /**
   * The waker to store when returning pending. Another one may come with every poll: always keep
   * the latest.
   *
   * @return the waker of this poll
   */
  Waker waker();

  /**
   * The runtime that polls.
   *
   * @return the runtime
   * @throws IllegalStateException if no runtime polls, that is for a context from {@link #of}
   */
  TaskRuntime runtime();

  /**
   * The same context with another waker, for a task that polls others.
   *
   * @param waker the waker for the inner task
   * @return a context, valid as long as this one
   */
  default Context withWaker(Waker waker) {
    return new HandContext(requireNonNull(waker, "waker"), this);
  }

  /**
   * A context for polling by hand, outside of any runtime.
   *
   * @param waker what the polled task wakes
   * @return a context without a runtime
   */
  static Context of(Waker waker) {
    return new HandContext(requireNonNull(waker, "waker"), null);
  }
}
