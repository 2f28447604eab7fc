package dev.escapement.samples;

import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many jobs on one thread. A sleeping job is a task and a timer, a few objects on the heap, so a
 * million of them sleep together, and all are done after about one second.
 */
final class Jobs implements Program {
  private static final Duration NAP = Duration.ofSeconds(1);

  // What --check asks for: two seconds above the ideal one, one thread, so many bytes for a job.
  private static final long MAX_MILLIS = NAP.toMillis() + 2_000;
  private static final int MAX_BYTES = 200;

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public String summary() {
    return "many jobs that sleep one second each, on one thread: [N] [--check]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    boolean check = args.flag("--check");
    int n = args.number("jobs", 1_000, 1_000_000);
    args.end();

    Progress progress = new Progress(n);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startedBefore = threads.getTotalStartedThreadCount();
    RuntimeSnapshot seen;
    int carriers;
    long start = System.nanoTime();
    try (TaskRuntime runtime = TaskRuntime.builder().name("jobs").build();
        Lines lines = new Lines(out)) {
      runAll(n, runtime, lines, progress);
      seen = runtime.snapshot();
      carriers = lines.threads();
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    long started = threads.getTotalStartedThreadCount() - startedBefore;

    progress.show("measuring memory");
    int sleeping = Math.max(n, Footprint.LEAST_JOBS);
    long bytes = Footprint.bytesPerSleepingJob(sleeping);
    progress.clear();

    new Table(out)
        .row("jobs", n)
        .row("whole run", millis + " ms")
        .row("threads used", carriers + " carrier, " + (started - carriers) + " other")
        .row("tasks", seen.tasks().spawned())
        .row("polls", seen.tasks().polls())
        .row("parks", seen.loop().parks())
        .row("timers fired", seen.timers().fired())
        .spread("lag", seen.timers().lag())
        .row(
            "bytes per sleeping job",
            bytes
                + " (task, handle and timer together"
                + (sleeping == n ? ")" : "; measured with " + sleeping + " jobs)"));
    if (check) {
      hold(millis <= MAX_MILLIS, "the run took " + millis + " ms; allowed are " + MAX_MILLIS);
      hold(carriers == 1, carriers + " threads ran jobs; allowed is 1");
      hold(bytes <= MAX_BYTES, bytes + " bytes per sleeping job; allowed are " + MAX_BYTES);
    }
  }

  private static void runAll(int n, TaskRuntime runtime, Lines lines, Progress progress)
      throws Exception {
    var plan = new Job.Plan(NAP, lines);
    List<Task<@Nullable Void>> jobs = new ArrayList<>(n);
    for (int i = 1; i <= n; i++) {
      jobs.add(runtime.spawn(new Job(plan, i)).asTask());
      if (i % 50_000 == 0) {
        progress.show(i + " of " + n + " jobs started");
      }
    }
    progress.clear();
    runtime.blockOn(Tasks.joinAll(jobs));
  }

  private static void hold(boolean held, String otherwise) throws ProgramException {
    if (!held) {
      throw ProgramException.failed("jobs --check: " + otherwise);
    }
  }
}
