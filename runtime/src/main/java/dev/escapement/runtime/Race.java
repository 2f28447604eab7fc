package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/** Ready when one child is. */
final class Race<T extends @Nullable Object> extends Group<T> {
  Race(Task<?>[] tasks) {
    super(tasks);
  }

  @Override
  @SuppressWarnings("unchecked") // it is what a task of T yielded
  Poll<T> childReady(int position, @Nullable Object value) {
    return (Poll<T>) Poll.ready(value);
  }

  @Override
  Poll<T> allReady() {
    throw new AssertionError("a race ends with its first child");
  }

  @Override
  public String toString() {
    return "the first of the " + size() + " tasks of a race";
  }
}
