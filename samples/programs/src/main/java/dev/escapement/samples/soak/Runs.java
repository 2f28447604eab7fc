package dev.escapement.samples.soak;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.LoomScheduledExecutor;
import dev.escapement.runtime.Channel;
import dev.escapement.runtime.JoinHandle;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An executor with periodic runs, and a channel between threads. */
final class Runs implements Party {
  private static final int SIZE = 100;

  private final LoomBridge bridge;
  private final Tally tally;

  Runs(LoomBridge bridge, Tally tally) {
    this.bridge = bridge;
    this.tally = tally;
  }

  @Override
  public void once() throws Exception {
    execute();
    send();
  }

  private void execute() throws Exception {
    var ran = new AtomicInteger();
    var overlapping = new AtomicInteger();
    try (LoomScheduledExecutor executor = bridge.scheduledExecutor()) {
      Future<?> periodic =
          executor.scheduleAtFixedRate(
              () -> {
                tally.expect(overlapping.incrementAndGet() == 1, "runs of one task do not overlap");
                ran.incrementAndGet();
                overlapping.decrementAndGet();
              },
              0,
              1,
              TimeUnit.MILLISECONDS);
      Future<Integer> once = executor.schedule(() -> 1, 3, TimeUnit.MILLISECONDS);
      tally.expect(once.get() == 1, "a future has the value");
      while (ran.get() == 0) {
        bridge.sleep(Duration.ofMillis(1));
      }
      tally.expect(periodic.cancel(false), "a periodic run can be cancelled");
    }
  }

  private void send() throws Exception {
    Channel<Integer> channel = Channel.bounded(4);
    JoinHandle<Boolean> sender =
        bridge.fork(
            "sender",
            () -> {
              for (int i = 0; i < SIZE; i++) {
                bridge.await(channel.send(i));
              }
              return true;
            });
    for (int i = 0; i < SIZE; i++) {
      tally.expect(bridge.await(channel.receive()) == i, "a channel keeps the order");
    }
    tally.expect(sender.join(), "the sender ends");
  }
}
