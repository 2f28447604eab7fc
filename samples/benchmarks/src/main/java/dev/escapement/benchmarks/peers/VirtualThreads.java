package dev.escapement.benchmarks.peers;

import java.time.Duration;
import java.util.function.LongConsumer;

/** A virtual thread for every timer, which sleeps in one way or another. */
final class VirtualThreads implements Peer<Thread> {
  /** How a thread sleeps. */
  interface Sleeping {
    void sleep(Duration duration) throws InterruptedException;
  }

  private final Sleeping sleeping;

  VirtualThreads(Sleeping sleeping) {
    this.sleeping = sleeping;
  }

  @Override
  public Thread after(long delayNanos, Runnable body) {
    return Thread.startVirtualThread(
        () -> {
          try {
            sleeping.sleep(Duration.ofNanos(delayNanos));
          } catch (InterruptedException cancelled) {
            return;
          }
          body.run();
        });
  }

  @Override
  public void cancel(Thread timer) {
    timer.interrupt();
  }

  @Override
  public void execute(Runnable body) {
    var _ = Thread.startVirtualThread(body);
  }

  @Override
  public void oneAfterAnother(int times, long delayNanos, LongConsumer fired) {
    execute(
        () -> {
          try {
            for (int i = 0; i < times; i++) {
              long due = System.nanoTime() + delayNanos;
              sleeping.sleep(Duration.ofNanos(delayNanos));
              fired.accept(due);
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Override
  public HandOver handOver() {
    return new ThreadHandOver();
  }
}
