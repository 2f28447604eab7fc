package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.BRIDGE;
import static dev.escapement.benchmarks.peers.PeerKind.PARKED;
import static dev.escapement.benchmarks.peers.PeerKind.THREAD_SLEEP;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;

/** W7: a million virtual threads that sleep. */
final class Sleepers implements Workload {
  private static final String EQUAL = "equal ";
  private static final String RANDOM = "random ";

  @Override
  public String id() {
    return "w7";
  }

  @Override
  public String title() {
    return "1,000,000 virtual threads that sleep 1 s, or random 100 to 1,100 ms";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(BRIDGE, PARKED, THREAD_SLEEP);
  }

  @Override
  public List<Bar> bars() {
    List<String> rival = Peers.ids(THREAD_SLEEP);
    return List.of(
        Bar.atMost(0.5, BRIDGE.id(), EQUAL + "over ms", rival),
        Bar.atMost(0.8, BRIDGE.id(), RANDOM + "CPU s", rival),
        Bar.atMost(0.8, BRIDGE.id(), RANDOM + "over ms", rival));
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    int count = size.of(1_000_000, 100_000);
    var fleet = new Fleet(peer);
    Fleets.equal(fleet, count).report(EQUAL, figures);
    Fleets.random(fleet, count, 1).report(RANDOM, figures);
  }
}
