package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;

/** Ready once another task has ended, in whatever way; it never fails. */
record Ended(Task<?> other) implements Task<Boolean> {
  @Override
  public Poll<Boolean> poll(Context context) {
    try {
      return other.poll(context).isReady() ? Poll.ready(true) : Poll.pending();
    } catch (Throwable failed) {
      return Poll.ready(true);
    }
  }

  @Override
  public void cancel() {
    other.cancel();
  }
}
