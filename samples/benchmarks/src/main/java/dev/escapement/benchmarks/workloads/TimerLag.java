package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;
import static dev.escapement.benchmarks.peers.PeerKind.ECONOMY;
import static dev.escapement.benchmarks.peers.PeerKind.FORK_JOIN;
import static dev.escapement.benchmarks.peers.PeerKind.NETTY_EXECUTOR;
import static dev.escapement.benchmarks.peers.PeerKind.NETTY_WHEEL;
import static dev.escapement.benchmarks.peers.PeerKind.SPIN;
import static dev.escapement.benchmarks.peers.PeerKind.STPE;
import static dev.escapement.benchmarks.peers.PeerKind.THREAD_SLEEP;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.peers.PeerKind;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.ArrayList;
import java.util.List;

/** W2: how late timers are in user code, one after another and at three rates. */
final class TimerLag implements Workload {
  private static final List<String> RATES = List.of("1k/s", "10k/s", "100k/s");
  private static final String ONE = CFloorFigures.ONE_AFTER_ANOTHER;
  private static final String P50 = " p50 us";
  private static final String P99 = " p99 us";
  private static final String DENSE_CPU = "100k/s CPU cores";

  @Override
  public String id() {
    return "w2";
  }

  @Override
  public String title() {
    return "lag of timers of 1 ms one after another, and of 1 to 100 ms at 1k, 10k, 100k per s";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> all = new ArrayList<>(Contender.of(CALLBACKS, ECONOMY, SPIN));
    List<Contender> others = Contender.of(Peers.ALL);
    all.addAll(others.subList(1, others.size()));
    for (PeerKind peer : List.of(THREAD_SLEEP, STPE, FORK_JOIN, NETTY_EXECUTOR, NETTY_WHEEL)) {
      all.add(new Contender.Jvm(peer, true));
    }
    all.add(new Contender.CFloor(false));
    all.add(new Contender.CFloor(true));
    return all;
  }

  @Override
  public List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    for (String rate : RATES) {
      bars.add(Bar.atMost(0.7, CALLBACKS.id(), rate + P50, Peers.RIVALS));
      bars.add(Bar.atMost(1.0, CALLBACKS.id(), rate + P99, Peers.RIVALS));
    }
    bars.add(Bar.atMost(1.15, CALLBACKS.id(), ONE + P50, List.of(new Contender.CFloor(true).id())));
    bars.add(Bar.atMost(1.3, CALLBACKS.id(), DENSE_CPU, Peers.EXACT));
    bars.add(Bar.atMost(0.8, CALLBACKS.id(), "100k/s" + P50, Peers.EXACT));
    bars.add(Bar.atMost(0.9, ECONOMY.id(), DENSE_CPU, Peers.EXACT));
    bars.add(Bar.atMost(5, SPIN.id(), ONE + P50));
    return bars;
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    var run = new LagRun(peer);
    // Code that was compiled for timers that come one by one is thrown away when they come densely.
    var _ = run.rate(10_000, size.of(1.0, 0.3));
    var _ = run.rate(100_000, size.of(1.0, 0.3));
    run.oneAfterAnother(CFloorFigures.times(size)).report(ONE, figures);
    int perSecond = 1_000;
    for (String rate : RATES) {
      LagRun.Seen seen = run.rate(perSecond, size.of(2.0, 0.5));
      figures.put(rate + " CPU cores", seen.cores());
      seen.lags().report(rate, figures);
      perSecond *= 10;
    }
  }
}
