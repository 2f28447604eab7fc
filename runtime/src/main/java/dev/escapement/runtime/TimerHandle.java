package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field    written by                  read by    mode, guard
 *   action   creator; whoever fired or   carrier    plain: published by the inbox or confined; afterwards it belongs to
 *            cancelled it                           the side that won the phase [Timer E2]. What the carrier reads
 *                                                   ahead of a firing counts for nothing
 * Evidence   TimerCancelTest. Race: CancelAgainstFireRace (Timer, E2)
 */
/** A callback that was scheduled. All methods may be called by any thread. */
public final class TimerHandle extends Timer implements Work {
  private @Nullable Runnable action;

  TimerHandle(Carrier carrier, long deadline, Runnable action) {
    super(carrier, deadline);
    this.action = action;
  }

  /**
   * Takes the callback back and lets go of it at once.
   *
   * @return true for the one call that prevented it; false once the timer has fired or was
   *     cancelled
   */
  public boolean cancel() {
    return tryCancel();
  }

  /**
   * Whether the timer has fired. The callback runs soon after, unless the runtime closes first.
   *
   * @return true once it cannot be cancelled because it fired
   */
  public boolean isFired() {
    return phase() == FIRED;
  }

  /**
   * When the timer is due, in nanoseconds on the scale of {@link TaskRuntime#nanoTime()}.
   *
   * @return the deadline; {@link Long#MAX_VALUE} for never
   */
  public long deadlineNanos() {
    return due;
  }

  @Override
  long deadlineVolatile() {
    return due; // which never changes: a callback has no reset
  }

  /** Only to have it read ahead of the firing; what comes of it means nothing. */
  int readCallback() {
    return action instanceof Thread ? 1 : 0;
  }

  @Override
  void onFired() {
    carrier.ready.add(this);
  }

  @Override
  void onCancelled() {
    action = null;
  }

  /** On the carrier: runs the callback. */
  void perform() {
    Runnable callback = action;
    action = null;
    if (callback != null) {
      CallOuts.run(callback);
    }
  }
}
