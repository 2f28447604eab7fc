package dev.escapement.samples;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bucket that holds a burst of tokens and gets a new one every so often. In no span of time does
 * it give more tokens than a burst and those that came in during the span.
 *
 * <p>Callers line up behind a fair lock, and only the first of them sleeps: one timer, however many
 * wait. A token is taken after the sleep, at the time that it is then. A bucket that promises
 * tokens for times to come, and lets each caller sleep until its own, breaks the bound when the
 * machine stalls and many callers wake late together.
 *
 * <p>Instead of counting tokens it keeps the time at which it will be full again (the generic cell
 * rate algorithm), so nothing has to fill it. Any thread may call.
 */
final class TokenBucket {
  private final TaskRuntime runtime;
  private final LoomBridge bridge;
  private final long gap;
  private final long allButOne;
  private final ReentrantLock line = new ReentrantLock(true);
  private long fullAt;

  /** A full bucket. */
  TokenBucket(TaskRuntime runtime, int perSecond, int burst) {
    this.runtime = runtime;
    this.bridge = LoomBridge.of(runtime);
    this.gap = Duration.ofSeconds(1).toNanos() / perSecond;
    this.allButOne = (burst - 1) * gap;
    this.fullAt = runtime.nanoTime();
  }

  /** Blocks until there is a token, takes it, and returns when it was taken. */
  long take() throws InterruptedException {
    line.lockInterruptibly();
    try {
      bridge.sleepUntil(fullAt - allButOne);
      long now = runtime.nanoTime();
      fullAt = Math.max(fullAt, now) + gap;
      return now;
    } finally {
      line.unlock();
    }
  }
}
