package dev.escapement.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.peers.PeerKind;
import dev.escapement.benchmarks.workloads.Catalog;
import dev.escapement.benchmarks.workloads.Figures;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import dev.escapement.benchmarks.workloads.Wrong;
import java.util.Map;

/** Measures one peer once, in a process of its own, and prints one line of JSON. */
final class Child {
  /** The name under which the line tells what was wrong. */
  static final String WRONG = "wrong";

  private Child() {}

  /** Takes the workload, the peer, its size, and whether it has the lowest timer slack. */
  public static void main(String[] args) throws Exception {
    Workload workload = Catalog.find(args[0]).orElseThrow();
    PeerKind kind = PeerKind.valueOf(args[1]);
    Size size = Size.valueOf(args[2]);
    if (Boolean.parseBoolean(args[3])) {
      Slack.lower();
    }
    Map<String, ?> line;
    try {
      Figures figures = new Figures();
      measure(workload, kind.start(), size, figures);
      line = Map.of("figures", figures.values(), "curves", figures.curves());
    } catch (Wrong wrong) {
      line = Map.of(WRONG, String.valueOf(wrong.getMessage()));
    }
    System.out.println(new ObjectMapper().writeValueAsString(line));
    System.out.flush();
    Runtime.getRuntime().halt(0); // a million threads may still be asleep
  }

  private static <H> void measure(Workload workload, Peer<H> peer, Size size, Figures figures)
      throws Wrong, InterruptedException {
    workload.run(peer, size, figures);
  }
}
