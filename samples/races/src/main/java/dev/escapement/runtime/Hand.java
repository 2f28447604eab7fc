package dev.escapement.runtime;

/** Polls outside of any loop. */
final class Hand {
  private Hand() {}

  /** One poll; returns whether the task was ready. */
  static boolean poll(Task<?> task, Waker waker) {
    try {
      return task.poll(Context.of(waker)).isReady();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
