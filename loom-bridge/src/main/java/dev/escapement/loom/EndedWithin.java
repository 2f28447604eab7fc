package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Waker;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   afterClose   the poller; completed by the JDK's timer    the poller    plain, confined; see CompletableFuture
 *   the rest     the poller                                  the poller    plain, confined
 * Evidence   ExecutorCloseTest
 */
/**
 * Whether another task has ended within a limit. The limit holds also when the runtime is closed
 * meanwhile, since what is awaited here need not end with it; the JDK's timer takes over then.
 *
 * <p>Confined to the thread that polls it.
 */
final class EndedWithin implements Task<Boolean> {
  private final TaskRuntime runtime;
  private final Ended other;
  private final Sleep limit;

  /** The limit in real time, once the runtime is closed: its clock may stand still from then on. */
  private @Nullable CompletableFuture<Boolean> afterClose;

  EndedWithin(TaskRuntime runtime, long deadlineNanos, Task<?> other) {
    this.runtime = runtime;
    this.other = new Ended(other);
    this.limit = runtime.sleepUntil(deadlineNanos);
  }

  @Override
  public Poll<Boolean> poll(Context context) {
    if (other.poll(context).isReady()) {
      cancelLimits();
      return Poll.ready(true);
    }
    return isOver(context) ? Poll.ready(false) : Poll.pending();
  }

  private boolean isOver(Context context) {
    if (afterClose == null) {
      try {
        return limit.poll(context).isReady();
      } catch (CancellationException runtimeClosed) {
        afterClose = realLimit(context.waker());
      }
    }
    return afterClose.isDone() || limit.deadlineNanos() <= runtime.nanoTime();
  }

  private CompletableFuture<Boolean> realLimit(Waker waker) {
    var over = new CompletableFuture<Boolean>();
    var _ =
        over.completeOnTimeout(
            true, limit.deadlineNanos() - runtime.nanoTime(), TimeUnit.NANOSECONDS);
    var _ = over.thenRun(waker::wake);
    return over;
  }

  private void cancelLimits() {
    limit.cancel();
    if (afterClose != null) {
      afterClose.cancel(false);
    }
  }

  @Override
  public void cancel() {
    cancelLimits();
    other.cancel();
  }
}
