package dev.escapement.runtime;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for a stage through a promise. */
final class StageTask<T extends @Nullable Object> implements Task<T> {
  private final CompletionStage<? extends T> stage;
  private @Nullable Task<T> wait;

  StageTask(CompletionStage<? extends T> stage) {
    this.stage = stage;
  }

  @Override
  public Poll<T> poll(Context context) throws Exception {
    Task<T> waiting = wait;
    if (waiting == null) {
      Promise<T> promise = new Promise<>();
      waiting = promise.asTask();
      wait = waiting;
      var _ =
          stage.whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  promise.complete(value);
                } else {
                  promise.fail(cause(failure));
                }
              });
    }
    return waiting.poll(context);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public void cancel() {
    if (wait != null) {
      wait.cancel();
    }
    try {
      Future<?> future = stage instanceof Future<?> f ? f : stage.toCompletableFuture();
      future.cancel(true);
    } catch (UnsupportedOperationException cannotBeCancelled) {
      // Such as a minimal stage: the wait has ended, and the stage goes on.
    }
  }
}
