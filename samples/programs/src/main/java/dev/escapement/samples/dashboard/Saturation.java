package dev.escapement.samples.dashboard;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.JoinHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Virtual threads that compute, twenty for each carrier that the JDK has for them. Each lets others
 * go on every 100 ms only, so a thread whose timer has fired waits for about two seconds.
 */
final class Saturation implements Switch {
  /** The JDK's own property, and its default. */
  static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final int THREADS = 20 * CARRIERS;
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(100);

  /** Not Thread.yield: the others may then wait without end. */
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final LoomBridge bridge;
  private final List<JoinHandle<Void>> running = new ArrayList<>();

  Saturation(LoomBridge bridge) {
    this.bridge = bridge;
  }

  @Override
  public synchronized boolean isOn() {
    return !running.isEmpty();
  }

  @Override
  public synchronized void turn(boolean on) {
    if (on && running.isEmpty()) {
      for (int i = 1; i <= THREADS; i++) {
        running.add(bridge.fork("computes-" + i, this::compute));
      }
    } else if (!on) {
      running.forEach(JoinHandle::cancel);
      running.clear();
    }
  }

  private Void compute() throws InterruptedException {
    while (true) {
      Work.compute(SLICE);
      bridge.sleep(PAUSE);
    }
  }
}
