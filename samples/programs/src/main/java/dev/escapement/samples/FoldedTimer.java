package dev.escapement.samples;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One thread for tasks and timers: it polls what is ready, then parks until the earliest deadline,
 * then wakes what is due. So it parks about once for each distinct deadline, however many jobs
 * share it, and while nothing is due it stays parked.
 */
final class FoldedTimer implements Program {
  private static final int DEADLINES = 5;
  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final Duration IDLE = Duration.ofMillis(500);

  @Override
  public String name() {
    return "folded-timer";
  }

  @Override
  public String summary() {
    return "jobs that share a few deadlines, and how often the thread parks: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("jobs", 1_000, 1_000_000);
    args.end();

    try (TaskRuntime runtime = TaskRuntime.start();
        Lines lines = new Lines(out)) {
      JoinHandle<@Nullable Void> hour = runtime.spawn(runtime.sleep(Duration.ofHours(1)));
      runtime.blockOn(Tasks.defer(() -> allJobs(n, runtime, lines)));
      lines.flush();
      long parksForJobs = runtime.snapshot().loop().parks();
      waitInVain(hour);
      long parksWhileIdle = runtime.snapshot().loop().parks() - parksForJobs;

      new Table(out)
          .row("jobs", n)
          .row("distinct deadlines", Math.min(n, DEADLINES))
          .row("parks", parksForJobs)
          .row("parks while idle", parksWhileIdle + " in " + IDLE.toMillis() + " ms");
    }
  }

  /** Made on the carrier, which does not park meanwhile. */
  private static Task<?> allJobs(int n, TaskRuntime runtime, Lines lines) {
    long start = runtime.nanoTime();
    List<Task<Integer>> jobs = new ArrayList<>(n);
    for (int i = 1; i <= n; i++) {
      int number = i;
      int deadline = (int) (((long) i * DEADLINES + n - 1) / n); // the first jobs first
      jobs.add(
          Tasks.map(
              runtime.sleepUntil(start + deadline * BETWEEN.toNanos()),
              slept -> {
                lines.print(number);
                return number;
              }));
    }
    return Tasks.joinAll(jobs);
  }

  /** Blocks this thread, not the carrier, which waits for a deadline that is an hour away. */
  private static void waitInVain(JoinHandle<?> hour) throws Exception {
    try {
      hour.join(IDLE);
      throw ProgramException.failed("a sleep of an hour has ended already");
    } catch (TimeoutException asExpected) {
      // the carrier was idle for so long
    }
  }
}
