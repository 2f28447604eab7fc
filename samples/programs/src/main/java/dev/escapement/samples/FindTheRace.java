package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes, a lease, and a bug that most runs do not show. The leader renews its lease, works for
 * a while, and writes what came out: it checks, then waits, then acts. The work is shorter than the
 * lease, so all is well, as long as no machine is late. If the leader is late enough, the lease has
 * expired meanwhile, the other node has it and has written, and the old leader writes all the same.
 *
 * <p>On a real machine that takes a pause at the wrong moment, once in a long while. Here each seed
 * is another way to be late, by a third of a second at most each time, and the program goes through
 * them until one breaks the invariant. That seed then fails each time, at the same event, in every
 * JVM: it can be looked at, and it is a test once the bug is mended.
 *
 * <p>With {@code mended} the write carries the lease's token, and the store refuses the one who is
 * late. Nothing else changes: the nodes are as late as before.
 */
final class FindTheRace implements Program {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration WORK = Duration.ofMillis(1_500);
  private static final Duration LATENESS = Duration.ofMillis(350);
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static final int SEEDS = 2_000;
  private static final int LINES = 15;

  /** What was written, and by whom: the terms of two leaders must not mix. */
  private static final class Journal {
    private String lastWriter = "nobody";
    private int lastToken;
    private int refused;
    private @Nullable String broken;

    void note(String writer, int token) {
      if (token < lastToken && broken == null) {
        broken =
            String.format(
                Locale.ROOT,
                "two leaders at once: '%s' has written with token %d, after '%s' with token %d",
                writer,
                token,
                lastWriter,
                lastToken);
      }
      lastWriter = writer;
      lastToken = token;
    }
  }

  /** Asks for the lease, leads while it can renew it, and begins again. */
  private record Node(String name, LeaseServer server, Journal journal, boolean isMended) {
    Void live() throws InterruptedException {
      while (true) {
        int token = server.acquire();
        if (token == 0) {
          Loom.sleepUntil(server.expiryNanos());
        } else {
          lead(token);
        }
      }
    }

    private void lead(int token) throws InterruptedException {
      write(token); // I am the leader now
      while (server.renew(token)) { // check
        Loom.sleep(WORK); // wait
        write(token); // act
      }
    }

    private void write(int token) {
      if (!isMended || server.write(token)) {
        journal.note(name, token);
      } else {
        journal.refused++;
      }
    }
  }

  /** What became of a seed. */
  private record Found(
      long seed, @Nullable String broken, int refused, List<String> lines, String hash) {}

  @Override
  public String name() {
    return "find-the-race";
  }

  @Override
  public String summary() {
    return "goes through seeds until two leaders meet: [mended]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    boolean isMended = args.flag("mended");
    args.end();

    int refused = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Found found = tried(seed, isMended);
      if (found.broken != null) {
        print(found, tried(seed, isMended), out);
        if (isMended) {
          throw ProgramException.failed("it is not mended");
        }
        return;
      }
      refused += found.refused;
    }
    if (!isMended) {
      throw ProgramException.failed("none of the seeds 1 to " + SEEDS + " fails");
    }
    out.println("seeds 1 to " + SEEDS + ": one leader at a time");
    out.println("late writes refused: " + refused);
  }

  private static Found tried(long seed, boolean isMended) {
    try (Simulation simulation = Simulation.builder().seed(seed).lateness(LATENESS).build()) {
      TaskRuntime runtime = simulation.runtime();
      LoomBridge bridge = LoomBridge.of(runtime);
      var server = new LeaseServer(runtime, LEASE);
      var journal = new Journal();
      for (String name : List.of("a", "b")) {
        var _ = bridge.fork(name, () -> new Node(name, server, journal, isMended).live());
      }

      // Stops at the very event that breaks the invariant, so the trace ends there.
      var _ = simulation.runUntil(() -> journal.broken != null, LENGTH);

      List<String> lines = simulation.trace().lines();
      return new Found(
          seed,
          journal.broken,
          journal.refused,
          lines.subList(Math.max(0, lines.size() - LINES), lines.size()),
          simulation.trace().hash());
    }
  }

  private static void print(Found found, Found again, PrintStream out) {
    out.println("seeds before " + found.seed + ": one leader at a time");
    out.println("seed " + found.seed + ": " + found.broken);
    found.lines.forEach(line -> out.println("  " + line));
    out.println("trace hash       " + found.hash);
    out.println("  the seed again " + again.hash);
  }
}
