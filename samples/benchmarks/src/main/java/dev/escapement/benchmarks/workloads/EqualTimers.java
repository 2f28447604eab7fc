package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.BRIDGE;
import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;
import static dev.escapement.benchmarks.peers.PeerKind.FIFO_FLOOR;
import static dev.escapement.benchmarks.peers.PeerKind.PARKED;
import static dev.escapement.benchmarks.peers.PeerKind.TASKS;
import static dev.escapement.benchmarks.peers.PeerKind.THREAD_SLEEP;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** W1: a million timers of one second, and what each costs on the heap. */
final class EqualTimers implements Workload {
  private static final String OVER = "over ms";
  private static final String BYTES = "bytes";

  @Override
  public String id() {
    return "w1";
  }

  @Override
  public String title() {
    return "1,000,000 timers of 1 s, armed from one outside thread";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(Peers.allAnd(PARKED, FIFO_FLOOR));
  }

  @Override
  public List<Bar> bars() {
    return List.of(
        Bar.atMost(1.0, CALLBACKS.id(), OVER, Peers.WHEEL),
        Bar.atMost(0.3, CALLBACKS.id(), OVER, Peers.EXACT),
        Bar.atMost(2.0, TASKS.id(), OVER, Peers.WHEEL),
        Bar.atMost(0.3, TASKS.id(), OVER, Peers.EXACT),
        Bar.atMost(56, CALLBACKS.id(), BYTES),
        Bar.atMost(160, TASKS.id(), BYTES),
        Bar.atMost(1.0, BRIDGE.id(), BYTES, Peers.ids(THREAD_SLEEP)));
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    int count = size.of(1_000_000, 100_000);
    var fleet = new Fleet(peer);
    Fleets.equal(fleet, count).report("", figures);
    figures.put(BYTES, bytesPerTimer(peer, count));
  }

  /** With one body for all: what is counted is the timer, and the thread or task that waits. */
  private static double bytesPerTimer(Peer<?> peer, int count) throws Wrong, InterruptedException {
    Runnable body = () -> {};
    long before = Heap.liveBytes();
    for (int i = 0; i < count; i++) {
      var _ = peer.after(TimeUnit.HOURS.toNanos(1), body);
    }
    Waiting.untilDrained(peer);
    return (Heap.liveBytes() - before) / (double) count;
  }
}
