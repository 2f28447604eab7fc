package dev.escapement.loom;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what real threads do, for as long as a busy machine may need. */
final class Eventually {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private Eventually() {}

  static void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        AssertionError never = new AssertionError("not within " + LIMIT + ": " + what);
        for (Map.Entry<Thread, StackTraceElement[]> thread :
            Thread.getAllStackTraces().entrySet()) {
          Throwable stack = new Throwable(thread.getKey().toString());
          stack.setStackTrace(thread.getValue());
          never.addSuppressed(stack);
        }
        throw never;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
  }

  /** Waits until a thread has blocked. */
  static void awaitBlocked(Thread thread) {
    await(
        thread + " blocks",
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING -> true;
              default -> false;
            });
  }

  static void awaitEnd(Thread thread) {
    await(thread + " ends", () -> !thread.isAlive());
  }
}
