package dev.escapement.benchmarks.workloads;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Platform threads that belong to no peer, each running a body with its number. */
final class Outside {
  private final Thread[] threads;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Outside(int count, IntConsumer body) {
    threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      int number = i;
      threads[i] =
          Thread.ofPlatform()
              .daemon()
              .name("outside-" + number)
              .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
              .start(() -> body.accept(number));
    }
  }

  /** Waits until all have ended. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("an outside thread failed", thrown);
    }
  }
}
