package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.List;

/** Something to measure. */
public interface Workload {
  /** The short name, such as {@code w1}. */
  String id();

  /** What it is, on one line. */
  String title();

  /** Who takes part, ours first. */
  List<Contender> contenders();

  /** What has to be reached. */
  List<Bar> bars();

  /**
   * Measures one peer once, in a fresh process.
   *
   * @throws Wrong if a timer was early, lost or doubled
   * @throws InterruptedException never, in practice
   */
  <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException;
}
