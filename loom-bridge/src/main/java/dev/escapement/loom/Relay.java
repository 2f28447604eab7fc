package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   state    the carrier, the thread    both    compare-and-set from IDLE: who polls owns the task until IDLE again, and a
 *                                               thread that gives up takes it away for good
 * States     IDLE → POLLING → IDLE or, with an outcome, for ever; IDLE → GIVEN_UP.
 * Evidence   BatonCloseTest, BridgeContract
 */
/**
 * Polls a task on the carrier for a thread that awaits it, and keeps the outcome for that thread.
 * It never fails by itself: a failure that comes before the thread waits is not one that nobody
 * waits for.
 */
final class Relay<T extends @Nullable Object> implements Task<Boolean> {
  /** Without an outcome at the end, the task was cancelled. */
  final Promise<T> outcome = new Promise<>();

  private static final int IDLE = 0;
  private static final int POLLING = 1;
  private static final int GIVEN_UP = 2;

  private final Task<? extends T> task;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  Relay(Task<? extends T> task) {
    this.task = task;
  }

  /**
   * The thread waits no more: the task is not polled again. False if it is being polled, or has its
   * outcome.
   */
  boolean giveUp() {
    return state.compareAndSet(IDLE, GIVEN_UP);
  }

  @Override
  public Poll<Boolean> poll(Context context) {
    if (!state.compareAndSet(IDLE, POLLING)) {
      return Poll.pending(); // the cancel is on its way
    }
    try {
      switch (task.poll(context)) {
        case Poll.Ready<? extends T>(T value) -> outcome.complete(value);
        case Poll.Pending<? extends T> pending -> {
          state.set(IDLE);
          return Poll.pending();
        }
        case null -> outcome.fail(new NullPointerException("the task returned null from poll"));
      }
    } catch (Throwable cause) {
      outcome.fail(cause);
    }
    return Poll.ready(true);
  }

  @Override
  public void cancel() {
    task.cancel();
  }
}
