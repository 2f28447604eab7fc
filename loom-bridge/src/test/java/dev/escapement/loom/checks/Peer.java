package dev.escapement.loom.checks;

import java.time.Duration;

/** What the bridge is measured against, and the only place that calls it. */
final class Peer {
  private Peer() {}

  static void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }
}
