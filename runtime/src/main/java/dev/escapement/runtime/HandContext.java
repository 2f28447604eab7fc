package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/** A context whose waker was chosen by a user; {@code outer} is the poll it belongs to, if any. */
record HandContext(Waker chosen, @Nullable Context outer) implements Context {
  @Override
  public Waker waker() {
    if (outer != null) {
      Waits.note(outer, Waits.WAKER_TAKEN);
    }
    return chosen;
  }

  @Override
  public TaskRuntime runtime() {
    if (outer == null) {
      throw new IllegalStateException(
          "this context was made by Context.of and has no runtime; spawn the task on a TaskRuntime"
              + " to have one");
    }
    return outer.runtime();
  }
}
