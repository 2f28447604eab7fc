package dev.escapement.benchmarks.workloads;

import dev.escapement.benchmarks.peers.PeerKind;
import java.util.Arrays;
import java.util.List;

/** Who takes part in a workload. */
public sealed interface Contender {
  /** Marks those that run with the lowest timer slack. */
  String SLACK = "+slack";

  /** The short name in tables and arguments. */
  String id();

  /** Whether the operating system is asked for the lowest timer slack. */
  boolean lowSlack();

  /** A peer in a JVM of its own. */
  record Jvm(PeerKind peer, boolean lowSlack) implements Contender {
    @Override
    public String id() {
      return peer.id() + (lowSlack ? SLACK : "");
    }
  }

  /** A loop in C that does nothing but sleep: nobody who only sleeps can be better. */
  record CFloor(boolean lowSlack) implements Contender {
    /** The name without its suffix. */
    public static final String ID = "c-floor";

    @Override
    public String id() {
      return ID + (lowSlack ? SLACK : "");
    }
  }

  /** Peers as they are. */
  static List<Contender> of(PeerKind... peers) {
    return Arrays.stream(peers).<Contender>map(peer -> new Jvm(peer, false)).toList();
  }
}
