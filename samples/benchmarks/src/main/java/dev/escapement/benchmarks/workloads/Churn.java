package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Timers that are cancelled long before they are due, again and again. */
final class Churn<H> {
  /** Which of the outstanding timers is cancelled for the next one. */
  enum Order {
    OLDEST,
    ANY
  }

  /** What it took. An operation is a schedule and a cancel. */
  record Rate(double millionPerSecond, double cpuNanos) {
    void report(String name, Figures figures) {
      figures.put(name + " CPU ns/op", cpuNanos);
      figures.put(name + " Mops/s", millionPerSecond);
    }
  }

  private static final int LOOK_MASK = 63;

  private final Peer<H> peer;
  private final long limitNanos;
  private final AtomicInteger fired = new AtomicInteger();
  private final Runnable body = fired::incrementAndGet;

  Churn(Peer<H> peer, long limitNanos) {
    this.peer = peer;
    this.limitNanos = limitNanos;
  }

  /** Each timer is cancelled at once. */
  Rate atOnce(int threads, double seconds) throws Wrong, InterruptedException {
    return measure(
        threads,
        seconds,
        (number, stop) -> {
          long done = 0;
          do {
            pair();
          } while ((++done & LOOK_MASK) != 0 || !stop.get());
          return done;
        });
  }

  /** So many timers are outstanding, over all threads. */
  Rate window(int threads, double seconds, int outstanding, Order order)
      throws Wrong, InterruptedException {
    return measure(
        threads, seconds, (number, stop) -> churn(outstanding / threads, order, number, stop));
  }

  /** A schedule and a cancel, on the calling thread. */
  void pair() {
    peer.cancel(peer.after(limitNanos, body));
  }

  void check() throws Wrong {
    if (fired.get() > 0) {
      throw new Wrong(fired.get() + " timers fired that were cancelled or not due");
    }
  }

  private interface Side {
    long run(int number, AtomicBoolean stop);
  }

  private Rate measure(int threads, double seconds, Side side) throws Wrong, InterruptedException {
    var stop = new AtomicBoolean();
    var operations = new AtomicLong();
    System.gc();
    var cpu = new Cpu();
    var outside = new Outside(threads, n -> operations.addAndGet(side.run(n, stop)));
    Waiting.pause(seconds);
    stop.set(true);
    outside.join();
    Waiting.untilDrained(peer);
    double cpuNanos = cpu.seconds() * 1e9 / operations.get();
    double millionPerSecond = operations.get() / 1e6 / cpu.wallSeconds();
    check();
    return new Rate(millionPerSecond, cpuNanos);
  }

  private long churn(int outstanding, Order order, int number, AtomicBoolean stop) {
    var random = new SplittableRandom(number);
    @Nullable Object[] timers = new @Nullable Object[outstanding];
    int oldest = 0;
    long done = 0;
    do {
      int victim = order == Order.ANY ? random.nextInt(outstanding) : oldest;
      oldest = oldest + 1 == outstanding ? 0 : oldest + 1;
      cancel(timers[victim]);
      timers[victim] = peer.after(limitNanos, body);
    } while ((++done & LOOK_MASK) != 0 || !stop.get());
    for (Object timer : timers) {
      cancel(timer);
    }
    return done;
  }

  @SuppressWarnings("unchecked") // the array holds what this peer gave out
  private void cancel(@Nullable Object timer) {
    if (timer != null) {
      peer.cancel((H) timer);
    }
  }
}
