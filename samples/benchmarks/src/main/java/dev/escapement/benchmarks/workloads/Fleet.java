package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;
import java.util.concurrent.CountDownLatch;

/** Many timers at once, armed from outside threads as fast as they can. */
final class Fleet {
  /** How long each timer waits. */
  interface Delays {
    long nanos(int timer);
  }

  /** What it took: time over the longest delay, the time until all were armed, processor time. */
  record Passed(double overMillis, double armingMillis, double cpuSeconds) {
    void report(String prefix, Figures figures) {
      figures.put(prefix + "CPU s", cpuSeconds);
      figures.put(prefix + "over ms", overMillis);
      figures.put(prefix + "arming ms", armingMillis);
    }
  }

  private final Peer<?> peer;

  Fleet(Peer<?> peer) {
    this.peer = peer;
  }

  Passed run(int count, int threads, long longestNanos, Delays delays)
      throws Wrong, InterruptedException {
    var left = new CountDownLatch(count);
    Probe[] probes = Probe.of(count, left);
    System.gc();
    var cpu = new Cpu();
    long start = System.nanoTime();
    new Outside(threads, thread -> arm(probes, thread, threads, delays)).join();
    long armed = System.nanoTime();
    Waiting.until(left);
    double cpuSeconds = cpu.seconds();
    Probe.check(probes);
    long last = start;
    for (Probe probe : probes) {
      last = Math.max(last, probe.ranAt());
    }
    return new Passed((last - start - longestNanos) / 1e6, (armed - start) / 1e6, cpuSeconds);
  }

  private void arm(Probe[] probes, int first, int step, Delays delays) {
    for (int i = first; i < probes.length; i += step) {
      long nanos = delays.nanos(i);
      probes[i].dueIn(nanos);
      var _ = peer.after(nanos, probes[i]);
    }
  }
}
