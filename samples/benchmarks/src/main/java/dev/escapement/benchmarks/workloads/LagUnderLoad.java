package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** W9: how late timers are while two threads do nothing but burn processors. */
final class LagUnderLoad implements Workload {
  @Override
  public String id() {
    return "w9";
  }

  @Override
  public String title() {
    return "lag of timers of 1 to 100 ms at 1k per s while two threads burn both cores";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(Peers.ALL);
  }

  @Override
  public List<Bar> bars() {
    return List.of();
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    var run = new LagRun(peer);
    var _ = run.rate(1_000, size.of(1.0, 0.2));
    var stop = new AtomicBoolean();
    var burners = new Outside(2, number -> burn(stop));
    run.rate(1_000, size.of(3.0, 1.0)).lags().report("1k/s", figures);
    stop.set(true);
    burners.join();
  }

  private static void burn(AtomicBoolean stop) {
    while (!stop.get()) {
      Thread.onSpinWait();
    }
  }
}
