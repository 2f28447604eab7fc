package dev.escapement.benchmarks.peers;

import java.util.function.LongConsumer;

/** Callbacks of which each arms the next. */
final class CallbackChain implements Runnable {
  private final Peer<?> peer;
  private final long delayNanos;
  private final LongConsumer fired;
  private int left;
  private long due;

  CallbackChain(Peer<?> peer, int times, long delayNanos, LongConsumer fired) {
    this.peer = peer;
    this.left = times;
    this.delayNanos = delayNanos;
    this.fired = fired;
  }

  void arm() {
    left--;
    due = System.nanoTime() + delayNanos;
    var _ = peer.after(delayNanos, this);
  }

  @Override
  public void run() {
    fired.accept(due);
    if (left > 0) {
      arm();
    }
  }
}
