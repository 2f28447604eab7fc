package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.LoomScheduledExecutor;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A fixed rate and a fixed delay side by side, with the JDK's {@code ScheduledExecutorService}. At
 * a rate of 200 ms runs begin 200 ms apart, however long one takes; with a delay of 200 ms they
 * begin that long after the end of the one before.
 *
 * <p>Each run has a new virtual thread, so the slow task holds up nobody but itself: it never
 * overlaps itself, and is behind its rate as soon as it has run once. In a pool of the JDK with one
 * thread it would hold up all three.
 */
final class Scheduled implements Program {
  private static final long EVERY_MILLIS = 200;
  private static final Duration WORK = Duration.ofMillis(100);
  private static final Duration SLOW_WORK = Duration.ofSeconds(1);
  private static final Duration LONG_ENOUGH = Duration.ofMillis(2_100);

  /** What is run: says when it begins and ends. A task never overlaps itself, so it may count. */
  private static final class Work implements Runnable {
    private final String name;
    private final Duration duration;
    private final TaskRuntime runtime;
    private final long start;
    private final PrintStream out;
    private volatile int runs;

    Work(String name, Duration duration, TaskRuntime runtime, long start, PrintStream out) {
      this.name = name;
      this.duration = duration;
      this.runtime = runtime;
      this.start = start;
      this.out = out;
    }

    // One run of a task happens before the next.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void run() {
      runs++;
      say("begins " + runs);
      try {
        Loom.sleep(duration);
        say("ends " + runs);
      } catch (InterruptedException e) {
        say("interrupted " + runs);
      }
    }

    private void say(String what) {
      long millis = (runtime.nanoTime() - start) / 1_000_000;
      out.println(String.format("%5d ms  %-5s %s", millis, name, what));
    }
  }

  @Override
  public String name() {
    return "scheduled";
  }

  @Override
  public String summary() {
    return "fixed rate and fixed delay side by side, and a slow task beside them";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime runtime = TaskRuntime.builder().name("scheduled").build()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      LoomScheduledExecutor executor = bridge.scheduledExecutor();
      long start = runtime.nanoTime();
      var rate = new Work("rate", WORK, runtime, start, out);
      var delay = new Work("delay", WORK, runtime, start, out);
      var slow = new Work("slow", SLOW_WORK, runtime, start, out);

      // Its close cancels what is periodic, and waits for the runs that are under way.
      try (executor) {
        var _ = executor.scheduleAtFixedRate(slow, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var _ = executor.scheduleAtFixedRate(rate, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var _ = executor.scheduleWithFixedDelay(delay, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        bridge.sleepUntil(start + LONG_ENOUGH.toNanos());
      }

      new Table(out)
          .row("fixed rate", rate.runs + " runs, begun " + EVERY_MILLIS + " ms apart")
          .row("fixed delay", delay.runs + " runs, " + EVERY_MILLIS + " ms after each other")
          .row("slow, at the same rate", slow.runs + " runs, one after the other");
    }
  }
}
