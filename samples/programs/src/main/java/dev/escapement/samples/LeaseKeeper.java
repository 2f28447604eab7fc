package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a lease by renewing it well before it expires, and loses it over a pause. The holder counts
 * from before it asks, so that by its own clock the lease never lasts longer than on the server.
 *
 * <p>That is not enough where the machine itself pauses. {@code System.nanoTime}, and so every
 * timer here, reads Linux's {@code CLOCK_MONOTONIC}, which stands still while the machine sleeps or
 * its virtual machine is suspended. When it runs again no time has passed for the holder: it
 * believes that its lease is valid, while the server's has expired long ago and somebody else holds
 * it. A pause that the clock does see, such as a long collection of garbage, can do the same
 * between the look at the clock and the write.
 *
 * <p>Two things help. The wall clock shows the time slept, so compare it where it matters; but it
 * can be set, and is read before the write too. What is safe is a fencing token that goes with each
 * write, so that the store itself refuses the one who is late. The runtime counts how often the two
 * clocks went apart, in {@code snapshot().loop().clockJumps()}.
 *
 * <p>The sleeping machine is simulated here: the holder's clock leaves out the time of the pause.
 */
final class LeaseKeeper implements Program {
  private static final Duration LENGTH = Duration.ofSeconds(2);
  private static final Duration RENEWAL = LENGTH.dividedBy(4);
  private static final int RENEWALS = 2;

  @Override
  public String name() {
    return "lease-keeper";
  }

  @Override
  public String summary() {
    return "renews a lease, and loses it while its clock stands still";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime runtime = TaskRuntime.builder().name("lease-keeper").build();
        Scope scope = LoomBridge.of(runtime).openScope()) {
      var server = new LeaseServer(runtime, LENGTH);
      var _ = scope.fork("a", () -> holdAndLose(server, runtime, out));
      var _ = scope.join();
    }
  }

  private static int holdAndLose(LeaseServer server, TaskRuntime runtime, PrintStream out)
      throws Exception {
    long asked = runtime.nanoTime();
    Instant askedWall = runtime.clock().instant();
    int token = server.acquire();
    out.println("A has the lease for " + LENGTH.toMillis() + " ms, token " + token);
    for (int i = 0; i < RENEWALS; i++) {
      Loom.sleepUntil(asked + RENEWAL.toNanos());
      asked = runtime.nanoTime();
      askedWall = runtime.clock().instant();
      if (!server.renew(token)) {
        throw ProgramException.failed("the renewal came too late");
      }
      out.println("A renewed it");
    }

    out.println("A's machine sleeps; its CLOCK_MONOTONIC stands still");
    long stoodStill = pause(server, runtime, out);

    out.println("A's machine runs again");
    long left = asked + LENGTH.toNanos() - (runtime.nanoTime() - stoodStill);
    out.println(
        left > 0
            ? "A's monotonic clock: valid for another " + left / 1_000_000 + " ms, which is wrong"
            : "A's monotonic clock: expired");
    Duration passed = Duration.between(askedWall, runtime.clock().instant());
    out.println(
        "A's wall clock: renewed "
            + passed.toMillis()
            + " ms ago, "
            + (passed.compareTo(LENGTH) < 0 ? "valid" : "so it has expired"));
    write("A", token, server, out);
    out.println("compare the wall clock where it matters, and let a fencing token decide");
    return token;
  }

  /** Lasts until somebody else has the lease and has used it; returns how long that took. */
  private static long pause(LeaseServer server, TaskRuntime runtime, PrintStream out)
      throws Exception {
    long from = runtime.nanoTime();
    JoinHandle<Integer> b = Loom.fork("b", () -> takeOver(server, out));
    var _ = b.join();
    return runtime.nanoTime() - from;
  }

  private static int takeOver(LeaseServer server, PrintStream out) throws InterruptedException {
    int token = server.acquire();
    while (token == 0) {
      Loom.sleepUntil(server.expiryNanos());
      token = server.acquire();
    }
    out.println("the lease has expired on the server; B has it, token " + token);
    write("B", token, server, out);
    return token;
  }

  private static void write(String who, int token, LeaseServer server, PrintStream out) {
    boolean taken = server.write(token);
    out.println(who + " writes with token " + token + ": " + (taken ? "accepted" : "refused"));
  }
}
