package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.BARE;
import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** W6: what pending timers cost while nothing is due. */
final class Idle implements Workload {
  private static final String WAKE_UPS = "wake-ups";

  @Override
  public String id() {
    return "w6";
  }

  @Override
  public String title() {
    return "idle for 10 s with 100,000 timers pending";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(Peers.allAnd(BARE));
  }

  @Override
  public List<Bar> bars() {
    return List.of(Bar.atMost(0, CALLBACKS.id(), WAKE_UPS));
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) {
    for (int i = 0; i < 100_000; i++) {
      var _ = peer.after(TimeUnit.HOURS.toNanos(1), () -> {});
    }
    Waiting.pause(size.of(3.0, 1.2));
    var before = Switches.now();
    var cpu = new Cpu();
    Waiting.pause(size.of(10.0, 1.0));
    double cpuSeconds = cpu.seconds();
    figures.put("CPU ms", cpuSeconds * 1e3);
    var switches = Switches.now().since(before);
    figures.put(WAKE_UPS, (double) switches.ofLibraryThreads());
    figures.put("wake-ups, JVM too", (double) switches.ofAll());
  }
}
