package dev.escapement.benchmarks.peers;

/** No timer library at all: what a JVM costs by itself. Its timers never fire. */
final class BareJvm implements Peer<Runnable> {
  @Override
  public Runnable after(long delayNanos, Runnable body) {
    return body;
  }

  @Override
  public void cancel(Runnable timer) {}

  @Override
  public void execute(Runnable body) {
    body.run();
  }
}
