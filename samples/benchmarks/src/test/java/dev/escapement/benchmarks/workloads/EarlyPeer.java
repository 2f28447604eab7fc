package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;

/** Runs every timer at once, on the calling thread. */
final class EarlyPeer implements Peer<Runnable> {
  @Override
  public Runnable after(long delayNanos, Runnable body) {
    body.run();
    return body;
  }

  @Override
  public void cancel(Runnable timer) {}

  @Override
  public void execute(Runnable body) {
    body.run();
  }
}
