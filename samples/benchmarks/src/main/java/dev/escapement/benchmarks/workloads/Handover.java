package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.FORK_JOIN;
import static dev.escapement.benchmarks.peers.PeerKind.NETTY_EXECUTOR;
import static dev.escapement.benchmarks.peers.PeerKind.STPE;
import static dev.escapement.benchmarks.peers.PeerKind.TASKS;
import static dev.escapement.benchmarks.peers.PeerKind.THREAD_SLEEP;

import com.sun.management.ThreadMXBean;
import dev.escapement.benchmarks.peers.HandOver;
import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.lang.management.ManagementFactory;
import java.util.List;

/** W5: two tasks that hand over to each other. */
final class Handover implements Workload {
  private static final String NANOS = "round trip ns";
  private static final String BYTES = "round trip bytes";

  /** The run itself allocates a little, once. */
  private static final double NOTHING = 0.05;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Override
  public String id() {
    return "w5";
  }

  @Override
  public String title() {
    return "hand over between two tasks on one carrier, there and back";
  }

  @Override
  public List<Contender> contenders() {
    return Contender.of(TASKS, THREAD_SLEEP, STPE, FORK_JOIN, NETTY_EXECUTOR);
  }

  @Override
  public List<Bar> bars() {
    return List.of(Bar.atMost(60, TASKS.id(), NANOS), Bar.atMost(NOTHING, TASKS.id(), BYTES));
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws InterruptedException {
    int count = size.of(5_000_000, 400_000);
    HandOver handOver = peer.handOver();
    for (int i = 0; i < 5; i++) {
      handOver.roundTrips(count / 10);
    }
    var cpu = new Cpu();
    long before = THREADS.getTotalThreadAllocatedBytes();
    handOver.roundTrips(count);
    long bytes = THREADS.getTotalThreadAllocatedBytes() - before;
    figures.put("round trip CPU ns", cpu.seconds() * 1e9 / count);
    figures.put(NANOS, cpu.wallSeconds() * 1e9 / count);
    figures.put(BYTES, bytes / (double) count);
  }
}
