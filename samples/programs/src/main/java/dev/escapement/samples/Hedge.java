package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A second request if the first one takes longer than 95 of 100 did, as in <em>The Tail at
 * Scale</em> (J. Dean, L. A. Barroso, 2013). The first answer counts; the end of the scope cancels
 * the other request, which interrupts its thread, and waits until that one is gone. For a twentieth
 * more requests the slowest ones become ordinary ones. Only for requests that may be done twice.
 *
 * <p>The limit around the first request ends the wait for it, and not the request: it may still be
 * the one that wins.
 */
final class Hedge implements Program {
  private static final int REQUESTS = 200;
  private static final long EVERY = Duration.ofMillis(5).toNanos();

  @Override
  public String name() {
    return "hedge";
  }

  @Override
  public String summary() {
    return "a second request where the first is slow; the loser is cancelled";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime runtime = TaskRuntime.builder().name("hedge").build()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      var server = new UnevenServer(runtime.random());

      long[] plain = sortedLatencies(runtime, bridge, server::answer);
      Duration p95 = Duration.ofNanos(quantile(plain, 0.95));
      var second = new AtomicInteger();
      long[] hedged = sortedLatencies(runtime, bridge, () -> hedged(server, p95, second));

      new Table(out)
          .row("requests", REQUESTS)
          .row("hedged", second.get() + ", those not answered after " + p95.toMillis() + " ms")
          .row("cancelled by hedging", server.cancelled())
          .millis("p50 without hedging", quantile(plain, 0.5))
          .millis("p50 with hedging", quantile(hedged, 0.5))
          .millis("p99 without hedging", quantile(plain, 0.99))
          .millis("p99 with hedging", quantile(hedged, 0.99));
    }
  }

  private static int hedged(UnevenServer server, Duration patience, AtomicInteger second)
      throws Exception {
    try (Scope scope = Loom.openScope()) {
      JoinHandle<Integer> first = scope.fork("first", server::answer);
      try {
        return Loom.withTimeout(patience, first::join);
      } catch (TimeoutException e) {
        second.incrementAndGet();
        JoinHandle<Integer> other = scope.fork("second", server::answer);
        return Loom.await(Tasks.race(List.of(first.asTask(), other.asTask())));
      }
    }
  }

  /** Requests arrive at a steady rate, however long the ones before them take. */
  private static long[] sortedLatencies(
      TaskRuntime runtime, LoomBridge bridge, Callable<Integer> request) throws Exception {
    long[] took = new long[REQUESTS];
    try (Scope scope = bridge.openScope()) {
      long start = runtime.nanoTime();
      for (int i = 0; i < REQUESTS; i++) {
        int index = i;
        bridge.sleepUntil(start + i * EVERY);
        var _ =
            scope.fork(
                "request-" + i,
                () -> {
                  long begin = runtime.nanoTime();
                  int answer = request.call();
                  took[index] = runtime.nanoTime() - begin;
                  return answer;
                });
      }
      var _ = scope.join();
    }
    Arrays.sort(took);
    return took;
  }

  private static long quantile(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
