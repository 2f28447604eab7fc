package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Timers at a steady rate from one outside thread, or one after another. */
final class LagRun {
  private static final long MILLISECOND = 1_000_000;
  private static final long SHORTEST = MILLISECOND;
  private static final long LONGEST = 100 * MILLISECOND;

  /** What a rate showed: lags, and processor time as a number of cores. */
  record Seen(Lags lags, double cores) {}

  private final Peer<?> peer;

  LagRun(Peer<?> peer) {
    this.peer = peer;
  }

  Seen rate(int perSecond, double seconds) throws Wrong, InterruptedException {
    int count = (int) (perSecond * seconds);
    var left = new CountDownLatch(count);
    Probe[] probes = Probe.of(count, left);
    var delays = new Spread(count, SHORTEST, LONGEST);
    System.gc();
    var cpu = new Cpu();
    int armed = 0;
    while (armed < count) {
      int target = Math.min(count, (int) (cpu.wallSeconds() * perSecond));
      for (; armed < target; armed++) {
        probes[armed].dueIn(delays.nanos(armed));
        var _ = peer.after(delays.nanos(armed), probes[armed]);
      }
      LockSupport.parkNanos(MILLISECOND);
    }
    Waiting.until(left);
    double cores = cpu.seconds() / cpu.wallSeconds();
    Probe.check(probes);
    return new Seen(Lags.of(probes), cores);
  }

  Lags oneAfterAnother(int times) throws Wrong, InterruptedException {
    var lags = new long[times];
    var next = new AtomicInteger();
    var left = new CountDownLatch(times);
    peer.oneAfterAnother(
        times,
        MILLISECOND,
        due -> {
          lags[next.getAndIncrement()] = System.nanoTime() - due;
          left.countDown();
        });
    Waiting.until(left);
    for (long lag : lags) {
      if (lag < 0) {
        throw new Wrong("a timer fired " + -lag + " ns early");
      }
    }
    return new Lags(lags);
  }
}
