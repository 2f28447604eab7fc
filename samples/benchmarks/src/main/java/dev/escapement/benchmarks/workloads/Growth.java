package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import dev.escapement.benchmarks.verdicts.Sense;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** W10: what a timer costs while more and more others are pending. */
final class Growth implements Workload {
  private static final int FEWEST = 3;
  private static final int MOST = 7;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  @Override
  public String id() {
    return "w10";
  }

  @Override
  public String title() {
    return "CPU of a timer, armed on the peer's thread and fired, with 10^3 to 10^7 others pending";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(Peers.WITHOUT_THREADS);
  }

  @Override
  public List<Bar> bars() {
    return List.of(
        new Bar.Ratio(
            CALLBACKS.id(), figure(MOST), Sense.AT_MOST, 4, Peers.ids(CALLBACKS), figure(FEWEST)));
  }

  /** The name of the figure with ten to that power pending. */
  static String figure(int power) {
    return "10^" + power + " CPU ns";
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    var random = new SplittableRandom(1);
    int rounds = size.of(50, 15);
    int batch = size.of(10_000, 4_000);
    var _ = cpuNanos(peer, random, 2 * rounds, batch);
    int pending = 0;
    int goal = 1;
    for (int power = 1; power <= size.of(MOST, 6); power++) {
      goal *= 10;
      if (power >= FEWEST && goal <= peer.mostPending()) {
        for (; pending < goal; pending++) {
          var _ = peer.after(HOUR + random.nextLong(HOUR), () -> {});
        }
        Waiting.untilDrained(peer);
        figures.put(figure(power), cpuNanos(peer, random, rounds, batch));
      }
    }
  }

  /** Batches within a millisecond, so that waking up is shared by many. */
  private static double cpuNanos(Peer<?> peer, SplittableRandom random, int rounds, int batch)
      throws Wrong, InterruptedException {
    long[] delays = random.longs(batch, 1, MILLISECOND).toArray();
    double seconds = 0;
    for (int round = 0; round < rounds; round++) {
      var left = new CountDownLatch(batch);
      Probe[] probes = Probe.of(batch, left);
      var cpu = new Cpu();
      peer.execute(
          () -> {
            for (int i = 0; i < batch; i++) {
              probes[i].dueIn(delays[i]);
              var _ = peer.after(delays[i], probes[i]);
            }
          });
      Waiting.until(left);
      seconds += cpu.seconds();
      Probe.check(probes);
    }
    return seconds * 1e9 / ((double) rounds * batch);
  }
}
