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
  private boolean closed;

  EndedWithin(TaskRuntime runtime, long deadlineNanos, Task<?> other) {
    this.runtime = runtime;
    this.other = new Ended(other);
    this.limit = runtime.sleepUntil(deadlineNanos);
  }

  @Override
  public Poll<Boolean> poll(Context context) {
    if (other.poll(context).isReady()) {
      limit.cancel();
      return Poll.ready(true);
    }
    return isOver(context) ? Poll.ready(false) : Poll.pending();
  }

  private boolean isOver(Context context) {
    if (!closed) {
      try {
        return limit.poll(context).isReady();
      } catch (CancellationException runtimeClosed) {
        closed = true;
        Waker waker = context.waker();
        CompletableFuture.delayedExecutor(
                limit.deadlineNanos() - runtime.nanoTime(), TimeUnit.NANOSECONDS, Runnable::run)
            .execute(waker::wake);
      }
    }
    return limit.deadlineNanos() <= runtime.nanoTime();
  }

  @Override
  public void cancel() {
    limit.cancel();
    other.cancel();
  }
}
