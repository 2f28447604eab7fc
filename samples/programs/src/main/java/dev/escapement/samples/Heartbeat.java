package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many virtual threads that beat once a second, each on a grid of its own: it sleeps <em>until</em>
 * the next point of the grid, so that a late beat does not shift those after it. One that sleeps
 * <em>for</em> a second adds up its delays. A thread that is late by a whole period or more leaves
 * out the points that are over, and counts them.
 *
 * <p>Two lags are measured. The loop lag ends when the timer has fired, and is the runtime's own.
 * The resume lag is what comes after it, until the thread runs again; it is the JDK's scheduler
 * that has too few carriers if that one grows.
 */
final class Heartbeat implements Program {
  private static final long PERIOD = Duration.ofSeconds(1).toNanos();
  private static final int BEATS = 3;

  /** What all hearts count. */
  private static final class Counts {
    final LongAdder beats = new LongAdder();
    final LongAdder missed = new LongAdder();
  }

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public String summary() {
    return "virtual threads that beat once a second, three times: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("virtual threads", 10_000, 100_000);
    args.end();

    var counts = new Counts();
    RuntimeSnapshot seen;
    long millis;
    try (TaskRuntime runtime = TaskRuntime.builder().name("heartbeat").build()) {
      long start = runtime.nanoTime();
      beatAll(n, start, runtime, counts);
      millis = (runtime.nanoTime() - start) / 1_000_000;
      seen = runtime.snapshot();
    }

    new Table(out)
        .row("virtual threads", n)
        .row("whole run", millis + " ms")
        .row("beats", counts.beats.sum())
        .row("missed beats", counts.missed.sum())
        .spread("loop lag", seen.timers().lag())
        .spread("resume lag", seen.timers().resumeLag());
  }

  private static void beatAll(int n, long start, TaskRuntime runtime, Counts counts)
      throws Exception {
    try (Scope scope = LoomBridge.of(runtime).openScope()) {
      for (int i = 0; i < n; i++) {
        // The grids are shifted against each other, so that not all beat at once.
        long origin = start + PERIOD * i / n;
        var _ = scope.fork("heart-" + i, () -> beat(origin, runtime, counts));
      }
      var _ = scope.join();
    }
  }

  private static int beat(long origin, TaskRuntime runtime, Counts counts)
      throws InterruptedException {
    int point = 1;
    while (point <= BEATS) {
      long due = origin + point * PERIOD;
      Loom.sleepUntil(due);
      counts.beats.increment();
      int over = (int) Math.min(BEATS - point, (runtime.nanoTime() - due) / PERIOD);
      counts.missed.add(over);
      point += over + 1;
    }
    return point;
  }
}
