package dev.escapement.runtime;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ready when all children are. */
final class JoinAll<T extends @Nullable Object> extends Group<List<T>> {
  private final @Nullable Object[] results;

  JoinAll(Task<?>[] tasks) {
    super(tasks);
    results = new @Nullable Object[tasks.length];
  }

  @Override
  @Nullable Poll<List<T>> childReady(int position, @Nullable Object value) {
    results[position] = value;
    return null;
  }

  @Override
  @SuppressWarnings("unchecked") // each is what a task of T yielded
  Poll<List<T>> allReady() {
    return Poll.ready((List<T>) Collections.unmodifiableList(Arrays.asList(results)));
  }

  @Override
  public String toString() {
    return left() + " of the " + size() + " tasks of a joinAll";
  }
}
