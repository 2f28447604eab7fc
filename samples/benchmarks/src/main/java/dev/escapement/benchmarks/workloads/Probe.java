package dev.escapement.benchmarks.workloads;

import java.util.concurrent.CountDownLatch;

/** The body of one timer: user code that notes when it ran. */
final class Probe implements Runnable {
  private final CountDownLatch left;
  private long due;
  private long ranAt;
  private boolean twice;

  Probe(CountDownLatch left) {
    this.left = left;
  }

  static Probe[] of(int count, CountDownLatch left) {
    var probes = new Probe[count];
    for (int i = 0; i < count; i++) {
      probes[i] = new Probe(left);
    }
    return probes;
  }

  /** To be called right before the timer is armed. */
  void dueIn(long delayNanos) {
    due = System.nanoTime() + delayNanos;
  }

  @Override
  public void run() {
    long now = System.nanoTime();
    twice |= ranAt != 0;
    ranAt = now;
    left.countDown();
  }

  long lag() {
    return ranAt - due;
  }

  long ranAt() {
    return ranAt;
  }

  /** After the latch: every timer fired once, none early. */
  static void check(Probe[] probes) throws Wrong {
    int lost = 0;
    int twice = 0;
    int early = 0;
    for (Probe probe : probes) {
      lost += probe.ranAt == 0 ? 1 : 0;
      twice += probe.twice ? 1 : 0;
      early += probe.ranAt != 0 && probe.lag() < 0 ? 1 : 0;
    }
    if (lost + twice + early > 0) {
      throw new Wrong(
          "of %d timers %d were lost, %d fired twice, %d fired early"
              .formatted(probes.length, lost, twice, early));
    }
  }
}
