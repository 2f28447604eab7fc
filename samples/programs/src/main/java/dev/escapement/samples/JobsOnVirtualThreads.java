package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * {@link Jobs} with a virtual thread for each: plain blocking code, for more memory and time.
 *
 * <p>The numbers still come in order, though not by themselves. The runtime makes threads runnable
 * in the order of their timers, but threads run side by side on the JDK's carriers: they may
 * register their timers in another order than they were started, and one that was woken later may
 * be the first to come to its next line. So each brings its number to {@link InOrder}, and the
 * table says how many were overtaken by a later one. Where order matters between threads, something
 * has to make it; on one carrier, as in {@code jobs}, it comes with the timers.
 */
final class JobsOnVirtualThreads implements Program {
  private static final Duration NAP = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "jobs-on-virtual-threads";
  }

  @Override
  public String summary() {
    return "many jobs that sleep one second each, a virtual thread for each: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("jobs", 1_000, 1_000_000);
    args.end();

    RuntimeSnapshot seen;
    int overtaken;
    long start = System.nanoTime();
    try (TaskRuntime runtime = TaskRuntime.builder().name("jobs").build();
        Lines lines = new Lines(out)) {
      overtaken = runAll(n, LoomBridge.of(runtime), lines);
      seen = runtime.snapshot();
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    int carriers =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getPoolSize();

    new Table(out)
        .row("jobs", n)
        .row("whole run", millis + " ms")
        .row("threads used", n + " virtual, on " + carriers + " of the JDK; 1 carrier for timers")
        .row("overtaken by a later job", overtaken)
        .row("tasks", seen.tasks().spawned())
        .row("parks", seen.loop().parks())
        .row("timers fired", seen.timers().fired())
        .spread("loop lag", seen.timers().lag())
        .spread("resume lag", seen.timers().resumeLag());
  }

  private static int runAll(int n, LoomBridge bridge, Lines lines) throws InterruptedException {
    var progress = new Progress(n);
    var order = new InOrder(lines);
    ThreadFactory factory = bridge.threadFactory();
    List<Thread> threads = new ArrayList<>(n);
    for (int i = 1; i <= n; i++) {
      int number = i;
      Thread thread = factory.newThread(() -> job(number, order));
      thread.start();
      threads.add(thread);
      if (i % 50_000 == 0) {
        progress.show(i + " of " + n + " jobs started");
      }
    }
    progress.clear();
    for (Thread thread : threads) {
      bridge.join(thread);
    }
    return order.overtaken();
  }

  private static void job(int number, InOrder order) {
    try {
      Loom.sleep(NAP);
      order.bring(number);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a job", e);
    }
  }
}
