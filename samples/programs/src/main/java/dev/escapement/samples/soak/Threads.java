package dev.escapement.samples.soak;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.LoomLock;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Semaphore;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads that sleep, are limited and interrupted, and share a lock and permits. */
final class Threads implements Party {
  private static final int SIZE = 8;
  private static final int PERMITS = 3;
  private static final Duration LONG = Duration.ofHours(1);

  private final LoomBridge bridge;
  private final Tally tally;
  private final LoomLock lock;
  private final Semaphore permits = Semaphore.of(PERMITS);
  private final AtomicInteger inside = new AtomicInteger();
  private final long[] guarded = new long[1];

  Threads(LoomBridge bridge, Tally tally) {
    this.bridge = bridge;
    this.tally = tally;
    this.lock = bridge.lock();
  }

  @Override
  public void once() throws Exception {
    long before = guarded[0];
    try (Scope scope = bridge.openScope()) {
      for (int i = 0; i < SIZE; i++) {
        var _ = scope.fork("soaked", this::work);
      }
      scope.join();
    }
    tally.expect(guarded[0] == before + SIZE, "what a lock guards is whole");
    tally.expect(permits.available() == PERMITS, "every permit comes back");
    limit();
    interrupt();
  }

  private boolean work() throws Exception {
    Duration pause = Duration.ofNanos(ThreadLocalRandom.current().nextLong(5_000_000));
    long start = System.nanoTime();
    bridge.sleep(pause);
    tally.expect(System.nanoTime() - start >= pause.toNanos(), "a sleep is never early");
    bridge.await(permits.acquire());
    try {
      tally.expect(
          inside.incrementAndGet() <= PERMITS, "no more are let in than there are permits");
      bridge.sleep(Duration.ofMillis(1));
    } finally {
      inside.decrementAndGet();
      permits.release();
    }
    lock.lockInterruptibly();
    try {
      guarded[0]++;
    } finally {
      lock.unlock();
    }
    return true;
  }

  private void limit() throws Exception {
    try {
      bridge.withTimeout(
          Duration.ofMillis(2),
          () -> {
            bridge.sleep(LONG);
            return true;
          });
      tally.expect(false, "a limit ends what lasts longer");
    } catch (TimeoutException e) {
      tally.expect(!Thread.currentThread().isInterrupted(), "a limit leaves no interrupt behind");
    }
  }

  private void interrupt() throws Exception {
    var interrupted = new AtomicInteger();
    JoinHandle<Boolean> sleeper =
        bridge.fork(
            "interrupted",
            () -> {
              try {
                bridge.sleep(LONG);
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
              }
              return true;
            });
    bridge.sleep(Duration.ofMillis(1));
    sleeper.cancel();
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (interrupted.get() == 0 && System.nanoTime() < end) {
      bridge.sleep(Duration.ofMillis(1));
    }
    tally.expect(interrupted.get() == 1, "a cancelled fork is interrupted, once");
  }
}
