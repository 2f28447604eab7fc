package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Finds the task that a poll belongs to: to note what it waits for, for {@link TaskDump}, and to
 * name it in errors.
 */
final class Waits {
  /** Noted when a poll took its waker and nothing more is known. */
  static final Object WAKER_TAKEN =
      new Object() {
        @Override
        public String toString() {
          return "a wake (it took its waker)";
        }
      };

  private Waits() {}

  static void note(Context context, Object what) {
    TaskCell<?> cell = cell(context);
    if (cell != null) {
      cell.noteWait(what);
    }
  }

  /** What the poll has noted so far. */
  static @Nullable Object noted(Context context) {
    TaskCell<?> cell = cell(context);
    return cell == null ? null : cell.waitsFor();
  }

  /** What a combinator's task returned, unless that is null. */
  static <P> P polled(@Nullable P found, Context context) {
    if (found == null) {
      TaskCell<?> cell = cell(context);
      throw new NullPointerException(
          (cell == null ? "a task" : "a part of task '" + cell.name() + "'")
              + " returned null from poll");
    }
    return found;
  }

  static IllegalStateException polledAfterEnd(String what, Context context) {
    TaskCell<?> cell = cell(context);
    String owner = cell == null ? "polled by hand" : "in task '" + cell.name() + "'";
    return new IllegalStateException(
        what + ", " + owner + ", was polled after its end, or handed to two owners");
  }

  private static @Nullable TaskCell<?> cell(Context context) {
    Context c = context;
    while (true) {
      switch (c) {
        case TaskCell<?> cell -> {
          return cell;
        }
        case Child child -> c = child.groupContext();
        case HandContext hand -> {
          if (hand.outer() == null) {
            return null;
          }
          c = hand.outer();
        }
      }
    }
  }
}
