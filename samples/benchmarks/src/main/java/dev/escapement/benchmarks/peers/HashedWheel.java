package dev.escapement.benchmarks.peers;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;

/** Netty's hashed wheel with a tick of one millisecond. */
final class HashedWheel implements Peer<Timeout> {
  private final HashedWheelTimer wheel =
      new HashedWheelTimer(Thread.ofPlatform().daemon().factory(), 1, TimeUnit.MILLISECONDS);

  @Override
  public Timeout after(long delayNanos, Runnable body) {
    return wheel.newTimeout(timeout -> body.run(), delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void cancel(Timeout timer) {
    var _ = timer.cancel();
  }

  /** Each tick walks all timers of its slot: beyond this that takes longer than the tick. */
  @Override
  public int mostPending() {
    return 1_000_000;
  }

  @Override
  public void execute(Runnable body) {
    var _ = after(0, body);
  }
}
