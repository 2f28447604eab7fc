package dev.escapement.loom;

import org.jspecify.annotations.Nullable;

/**
 * What the running code is inside of: bound for each thread that the bridge starts, and bound anew
 * for the body of each time limit.
 *
 * @param bridge whose thread this is, or whose limit
 * @param strand the work of this thread; null on a thread that the bridge did not start
 * @param scope the scope that forked this thread
 * @param limit the innermost time limit of this thread
 */
record Frame(
    LoomBridge bridge, @Nullable Strand strand, @Nullable Scope scope, @Nullable Limit limit) {
  private static final ScopedValue<Frame> CURRENT = ScopedValue.newInstance();

  static @Nullable Frame current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** The innermost limit of the calling thread; a frame may be inherited from another one. */
  static @Nullable Limit currentLimit() {
    Limit limit = CURRENT.isBound() ? CURRENT.get().limit : null;
    return limit == null || limit.isOfCurrentThread() ? limit : null;
  }

  void run(Runnable body) {
    ScopedValue.where(CURRENT, this).run(body);
  }

  <T extends @Nullable Object, X extends Throwable> T call(
      ScopedValue.CallableOp<? extends T, X> body) throws X {
    return ScopedValue.where(CURRENT, this).call(body);
  }

  /** The time from now to a deadline, saturated; a clock may be below zero. */
  static long left(long deadline, long now) {
    long left = deadline - now;
    if (((deadline ^ now) & (deadline ^ left)) < 0) {
      return deadline > now ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    return left;
  }

  /** The same to the end of a limit: never negative, and the largest for one without an end. */
  static long leftOf(long deadline, long now) {
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, left(deadline, now));
  }

  /** The time left to the nearest of all limits around; {@link Long#MAX_VALUE} if there is none. */
  long remainingNanos() {
    long left = scope == null ? Long.MAX_VALUE : scope.remainingNanos();
    for (Limit l = limit; l != null; l = l.outer()) {
      left = Math.min(left, l.remainingNanos());
    }
    return left;
  }
}
