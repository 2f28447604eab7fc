package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits of the measuring thread, all with an end. */
final class Waiting {
  private static final long SECONDS = 120;

  private Waiting() {}

  static void until(CountDownLatch latch) throws Wrong, InterruptedException {
    if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
      throw new Wrong(latch.getCount() + " timers did not fire within " + SECONDS + " s");
    }
  }

  /**
   * Until a timer that is due at once has fired: a peer with one thread has dealt with what it was
   * asked for before, one with several very nearly.
   */
  static void untilDrained(Peer<?> peer) throws Wrong, InterruptedException {
    var fired = new CountDownLatch(1);
    var _ = peer.after(0, fired::countDown);
    until(fired);
  }

  static void pause(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
      LockSupport.parkNanos(rest);
    }
  }
}
