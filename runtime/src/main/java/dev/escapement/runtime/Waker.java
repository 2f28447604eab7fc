package dev.escapement.runtime;

/**
 * Asks for a task to be polled again. Any thread, any number of times; never blocks. Many wakes
 * before the next poll make one poll, and a wake during a poll makes one more.
 */
@FunctionalInterface
public interface Waker {
  /** Asks for one more poll. After the task has ended, does nothing. */
  void wake();

  /**
   * A waker that does nothing, for loops that poll by themselves.
   *
   * @return the waker
   */
  static Waker noop() {
    return NoopWaker.INSTANCE;
  }
}
