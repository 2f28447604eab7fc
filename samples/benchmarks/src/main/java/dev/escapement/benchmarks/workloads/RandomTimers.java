package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;
import static dev.escapement.benchmarks.peers.PeerKind.ECONOMY;
import static dev.escapement.benchmarks.peers.PeerKind.LANE_FLOOR;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;

/** W4: a million timers of random length. */
final class RandomTimers implements Workload {
  @Override
  public String id() {
    return "w4";
  }

  @Override
  public String title() {
    return "1,000,000 timers of random 100 to 1,100 ms, armed from two outside threads";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(Peers.allAnd(ECONOMY, LANE_FLOOR)); // the first: fewer wake-ups
  }

  @Override
  public List<Bar> bars() {
    return List.of(
        Bar.atMost(0.6, CALLBACKS.id(), "CPU s", Peers.EXACT),
        Bar.atMost(0.5, CALLBACKS.id(), "over ms", Peers.WHEEL),
        Bar.atMost(0.25, CALLBACKS.id(), "over ms", Peers.EXACT));
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    int count = size.of(1_000_000, 100_000);
    var fleet = new Fleet(peer);
    Fleets.random(fleet, count, 2).report("", figures);
  }
}
