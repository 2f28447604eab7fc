package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/** Pending once. Its wake comes during the poll, so the task goes to the end of the ready queue. */
final class Yield implements Task<@Nullable Void> {
  private int polls;

  @Override
  public Poll<@Nullable Void> poll(Context context) {
    return switch (polls++) {
      case 0 -> {
        context.waker().wake();
        yield Poll.pending();
      }
      case 1 -> Poll.ready(null);
      default -> throw Waits.polledAfterEnd("a yield", context);
    };
  }
}
