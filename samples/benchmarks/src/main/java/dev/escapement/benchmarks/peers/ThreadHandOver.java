package dev.escapement.benchmarks.peers;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Two virtual threads that unpark each other. */
final class ThreadHandOver implements HandOver {
  @Override
  public void roundTrips(int count) throws InterruptedException {
    var one = new Side(count);
    var other = new Side(count);
    one.partner = other;
    other.partner = one;
    one.turn = true;
    one.thread = Thread.ofVirtual().unstarted(one);
    other.thread = Thread.ofVirtual().unstarted(other);
    one.thread.start();
    other.thread.start();
    one.thread.join();
    other.thread.join();
  }

  private static final class Side implements Runnable {
    private final int count;
    private volatile boolean turn;
    private @Nullable Thread thread;
    private @Nullable Side partner;

    Side(int count) {
      this.count = count;
    }

    @Override
    public void run() {
      Side to = partner;
      for (int i = 0; i < count && to != null; i++) {
        while (!turn) {
          LockSupport.park(this);
        }
        turn = false;
        to.turn = true;
        LockSupport.unpark(to.thread);
      }
    }
  }
}
