package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;
import static dev.escapement.benchmarks.peers.PeerKind.QUEUE_FLOOR;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** W8: requests with a time limit that nearly never ends one; they finish in any order. */
final class Timeouts implements Workload {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

  @Override
  public String id() {
    return "w8";
  }

  @Override
  public String title() {
    return "time limits of 30 s, 10,000 in flight over two threads, ended in random order";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> all = new ArrayList<>(Contender.of(Peers.ALL));
    all.addAll(Contender.of(QUEUE_FLOOR));
    return all;
  }

  @Override
  public List<Bar> bars() {
    return List.of(Bar.atLeast(1.4, CALLBACKS.id(), "limits Mops/s", Peers.RIVALS));
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    var churn = new Churn<>(peer, LIMIT);
    double seconds = size.of(2.0, 0.3);
    var _ = churn.window(2, seconds / 2, 10_000, Churn.Order.ANY);
    churn.window(2, seconds, 10_000, Churn.Order.ANY).report("limits", figures);
  }
}
