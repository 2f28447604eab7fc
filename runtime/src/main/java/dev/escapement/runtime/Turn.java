package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   stage, waker   poller; who serves    both    plain, guarded by the lock of what is waited for
 * States     OPEN → SERVED → ENDED, OPEN → ENDED; ENDED is final. OPEN: before the first poll, or in the line.
 */
/**
 * A wait in a line that is served first come, first served. All but {@link #wake} is called under
 * the line's lock.
 */
abstract class Turn {
  enum Stage {
    OPEN,
    SERVED,
    ENDED
  }

  private Stage stage = Stage.OPEN;
  private @Nullable Waker waker;

  final Stage stage() {
    return stage;
  }

  /** For the poller, which stands in the line: from now on this poll's waker is the one to wake. */
  final <T extends @Nullable Object> Poll<T> pending(Context context, String forWhat) {
    waker = context.waker();
    Waits.note(context, forWhat);
    return Poll.pending();
  }

  /** Whoever has taken it from the line; the returned waker is to be called outside of the lock. */
  final @Nullable Waker serve() {
    stage = Stage.SERVED;
    Waker waiting = waker;
    waker = null;
    return waiting;
  }

  /** For an end that comes to the whole line at once. */
  final @Nullable Waker waker() {
    return waker;
  }

  final void end() {
    stage = Stage.ENDED;
    waker = null;
  }

  static void wake(@Nullable Waker served) {
    if (served != null) {
      CallOuts.wake(served);
    }
  }
}
