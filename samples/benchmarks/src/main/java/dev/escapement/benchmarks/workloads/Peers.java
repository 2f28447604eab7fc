package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.BRIDGE;
import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;
import static dev.escapement.benchmarks.peers.PeerKind.FORK_JOIN;
import static dev.escapement.benchmarks.peers.PeerKind.NETTY_EXECUTOR;
import static dev.escapement.benchmarks.peers.PeerKind.NETTY_WHEEL;
import static dev.escapement.benchmarks.peers.PeerKind.STPE;
import static dev.escapement.benchmarks.peers.PeerKind.TASKS;
import static dev.escapement.benchmarks.peers.PeerKind.THREAD_SLEEP;

import dev.escapement.benchmarks.peers.PeerKind;
import java.util.Arrays;
import java.util.List;

/** Groups of peers that several workloads name. */
final class Peers {
  /** Everybody, ours first. */
  static final PeerKind[] ALL = {
    CALLBACKS, TASKS, BRIDGE, THREAD_SLEEP, STPE, FORK_JOIN, NETTY_EXECUTOR, NETTY_WHEEL
  };

  /** All but those with a thread for every timer. */
  static final PeerKind[] WITHOUT_THREADS = {
    CALLBACKS, TASKS, STPE, FORK_JOIN, NETTY_EXECUTOR, NETTY_WHEEL
  };

  /** Those of others. */
  static final List<String> RIVALS =
      ids(THREAD_SLEEP, STPE, FORK_JOIN, NETTY_EXECUTOR, NETTY_WHEEL);

  /** Those of others that keep the exact order. */
  static final List<String> EXACT = ids(STPE, NETTY_EXECUTOR);

  static final List<String> WHEEL = ids(NETTY_WHEEL);

  private Peers() {}

  static PeerKind[] allAnd(PeerKind... more) {
    PeerKind[] kinds = Arrays.copyOf(ALL, ALL.length + more.length);
    System.arraycopy(more, 0, kinds, ALL.length, more.length);
    return kinds;
  }

  static List<String> ids(PeerKind... peers) {
    return Arrays.stream(peers).map(PeerKind::id).toList();
  }
}
