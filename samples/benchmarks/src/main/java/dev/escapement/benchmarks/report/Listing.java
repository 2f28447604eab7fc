package dev.escapement.benchmarks.report;

import dev.escapement.benchmarks.peers.PeerKind;
import dev.escapement.benchmarks.workloads.Catalog;
import dev.escapement.benchmarks.workloads.Workload;
import java.io.PrintStream;

/** What there is. */
public final class Listing {
  private Listing() {}

  /** Prints workloads, then peers. */
  public static void print(PrintStream out) {
    out.println("Workloads:");
    for (Workload workload : Catalog.ALL) {
      out.printf("  %-20s %s%n", workload.id(), workload.title());
    }
    out.printf("  %-20s %s%n", "jmh [regex]", "what happens inside one thread, with JMH");
    out.println("Peers:");
    for (PeerKind peer : PeerKind.values()) {
      out.printf("  %-20s %s%n", peer.id(), peer.summary());
    }
    out.printf("  %-20s %s%n", "c-floor", "clock_nanosleep in a loop, in C (W2 only)");
    out.printf("  %-20s %s%n", "agrona", "Agrona's DeadlineTimerWheel (JMH only)");
  }
}
