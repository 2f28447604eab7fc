package dev.escapement.samples;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Callers on virtual threads, all at once, behind a {@link TokenBucket}. The first burst passes,
 * the others pass at the bucket's rate: a limiter is a lock and a sleep, and needs no thread of its
 * own.
 */
final class RateLimiter implements Program {
  private static final int PER_SECOND = 500;
  private static final int BURST = 50;
  private static final Duration WINDOW = Duration.ofMillis(100);

  @Override
  public String name() {
    return "rate-limiter";
  }

  @Override
  public String summary() {
    return "callers on virtual threads behind a token bucket: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("callers", 1_000, 10_000);
    args.end();

    long[] taken;
    try (TaskRuntime runtime = TaskRuntime.builder().name("rate-limiter").build()) {
      taken = sortedTimes(n, runtime, new TokenBucket(runtime, PER_SECOND, BURST));
    }

    long span = taken[n - 1] - taken[0];
    long afterBurst = Math.max(0, n - BURST);
    double perSecond = span == 0 ? 0 : afterBurst * 1e9 / span;
    long allowed = BURST + PER_SECOND * WINDOW.toMillis() / 1_000;
    String window = "most in " + WINDOW.toMillis() + " ms";
    new Table(out)
        .row("callers", n)
        .row("bucket", PER_SECOND + " per second, bursts of " + BURST)
        .row("first to last", span / 1_000_000 + " ms")
        .row("rate after the burst", String.format(Locale.ROOT, "%.3f per second", perSecond))
        .row(window, mostWithin(WINDOW.toNanos(), taken) + ", allowed are " + allowed);
  }

  private static long[] sortedTimes(int n, TaskRuntime runtime, TokenBucket bucket)
      throws Exception {
    try (Scope scope = LoomBridge.of(runtime).openScope()) {
      List<Callable<Long>> results = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        results.add(scope.fork("caller-" + i, bucket::take)::join);
      }
      long[] taken = new long[n];
      for (int i = 0; i < n; i++) {
        taken[i] = results.get(i).call();
      }
      Arrays.sort(taken);
      return taken;
    }
  }

  /** How many of some sorted times lie within the fullest window, its ends included. */
  static int mostWithin(long window, long... times) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.length; last++) {
      while (times[last] - times[first] > window) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
