package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A thread that a test started, and its result. */
record Started<T>(Thread thread, FutureTask<T> result) {
  static <T> Started<T> on(Thread.Builder kind, Callable<T> body) {
    FutureTask<T> result = new FutureTask<>(body);
    return new Started<>(kind.start(result), result);
  }

  static <T> Started<T> virtual(Callable<T> body) {
    return on(Thread.ofVirtual(), body);
  }

  /** The same, once it has blocked. */
  Started<T> blocked() {
    Eventually.awaitBlocked(thread);
    return this;
  }

  T get() throws Exception {
    return result.get(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  Throwable failure() {
    return assertThrows(ExecutionException.class, this::get).getCause();
  }
}
