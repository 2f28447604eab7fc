package dev.escapement.samples;

import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/**
 * One thread for each sleeping task. It works, but costs a thread where a timer costs a few objects
 * on the heap, and what sleeps equally long wakes in whatever order the threads come to run.
 */
final class ThreadPerSleep implements Program {
  private static final Duration NAP = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "thread-per-sleep";
  }

  @Override
  public String summary() {
    return "the same jobs with one thread per sleep, beside the timer heap: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("jobs", 1_000, 10_000);
    args.end();

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startedBefore = threads.getTotalStartedThreadCount();
    OptionalLong residentBefore = residentKilobytes();
    OptionalLong residentAsleep;
    int asleep;
    int threadsBefore = threads.getThreadCount();
    try (ThreadSleeps sleeps = new ThreadSleeps();
        TaskRuntime runtime = TaskRuntime.start();
        Lines lines = new Lines(out)) {
      List<Task<Integer>> jobs = new ArrayList<>(n);
      for (int i = 1; i <= n; i++) {
        int number = i;
        jobs.add(
            runtime
                .spawn(
                    Tasks.map(
                        sleeps.sleep(NAP),
                        slept -> {
                          lines.print(number);
                          return number;
                        }))
                .asTask());
      }
      runtime.blockOn(Tasks.yieldNow()); // comes behind all jobs, so all have started to sleep
      residentAsleep = residentKilobytes();
      asleep = threads.getThreadCount() - threadsBefore;
      runtime.blockOn(Tasks.joinAll(jobs));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutOfMemoryError refused) {
        throw ProgramException.failed(
            "This system has not so many threads: " + refused.getMessage());
      }
      throw e;
    }
    long onePerSleep = threads.getTotalStartedThreadCount() - startedBefore;
    long bytes = n * Footprint.bytesPerSleepingJob(Footprint.LEAST_JOBS);
    long timerHeap = threads.getTotalStartedThreadCount() - startedBefore - onePerSleep;

    new Table(out)
        .row("threads, one per sleep", onePerSleep)
        .row("threads, timer heap", timerHeap)
        .row("memory, one per sleep", residentMegabytes(residentBefore, residentAsleep, asleep))
        .row("memory, timer heap", megabytes(bytes) + " of heap");
  }

  private static OptionalLong residentKilobytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  private static String residentMegabytes(OptionalLong before, OptionalLong after, int threads) {
    return before.isEmpty() || after.isEmpty()
        ? "not measured, for there is no /proc"
        : megabytes(1024 * (after.getAsLong() - before.getAsLong()))
            + " of resident memory, with "
            + threads
            + " threads at a time";
  }

  private static String megabytes(long bytes) {
    return Math.ceilDiv(bytes, 100_000) / 10.0 + " MB";
  }
}
