package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.io.PrintStream;
import java.time.Duration;

/**
 * A day of heartbeats and retries, in a moment. The nodes are ordinary blocking code on virtual
 * threads; nothing in them knows that time is virtual. When all of them sleep, the clock jumps to
 * the first deadline.
 *
 * <p>The server that they call fails now and then, and for half an hour each time. A node goes on
 * trying, after pauses that double; their jitter is the runtime's, so it comes from the seed, and
 * so does everything else: the same seed prints the same hash, on every machine.
 *
 * <p>One thread runs at a time and hands its turn on, so the counts need no lock.
 */
final class ADayInAMillisecond implements Program {
  private static final long SEED = 1;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration QUARTER = DAY.dividedBy(4);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int DOUBLINGS = 6;
  private static final Duration OUTAGE = Duration.ofMinutes(30);
  private static final int NODES = 3;
  private static final double FAILURES = 0.1;

  /** Is down for half an hour four times a day, and fails one call in ten otherwise. */
  private static final class Server {
    private final TaskRuntime runtime;
    private int beats;
    private int missed;
    private int refused;

    Server(TaskRuntime runtime) {
      this.runtime = runtime;
    }

    boolean takesBeat() {
      long inQuarter = runtime.nanoTime() % QUARTER.toNanos();
      if (inQuarter < OUTAGE.toNanos() || runtime.random().nextDouble() < FAILURES) {
        refused++;
        return false;
      }
      beats++;
      return true;
    }
  }

  @Override
  public String name() {
    return "a-day-in-a-millisecond";
  }

  @Override
  public String summary() {
    return "24 virtual hours of heartbeats and retries";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    long start = System.nanoTime();
    try (Simulation simulation = Simulation.seeded(SEED)) {
      TaskRuntime runtime = simulation.runtime();
      LoomBridge bridge = LoomBridge.of(runtime);
      var server = new Server(runtime);
      for (int i = 1; i <= NODES; i++) {
        var _ = bridge.fork("node-" + i, () -> beatForEver(server, runtime));
      }

      simulation.advance(DAY);

      new Table(out)
          .row("nodes", NODES)
          .row("heartbeats", server.beats)
          .row("missed heartbeats", server.missed)
          .row("retries", server.refused)
          .row("virtual time", simulation.elapsed().toHours() + " h")
          .millis("real time", System.nanoTime() - start)
          .row("seed", simulation.seed())
          .row("trace hash", simulation.trace().hash());
    }
  }

  private static Void beatForEver(Server server, TaskRuntime runtime) throws InterruptedException {
    long due = runtime.nanoTime();
    while (true) {
      Loom.sleepUntil(due);
      for (int failures = 0; !server.takesBeat(); failures++) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        Loom.sleep(Retry.jittered(pause, runtime.random()));
      }
      long over = (runtime.nanoTime() - due) / PERIOD.toNanos();
      server.missed += (int) over;
      due += (over + 1) * PERIOD.toNanos();
    }
  }
}
