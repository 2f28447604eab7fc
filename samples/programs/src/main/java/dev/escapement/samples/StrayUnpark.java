package dev.escapement.samples;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A park can end because foreign code unparked the thread, or for no reason at all. A loop that
 * took the end of a park for the news it waits for would fire too early, or lose a wake-up. This
 * one looks for what it waits for whenever a park ends, so a storm of unparks only costs time.
 */
final class StrayUnpark implements Program {
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Unparks a thread as often as it can until it is closed. */
  private static final class Storm implements AutoCloseable {
    private final Thread target;
    private final Thread thread = new Thread(this::run, "storm");
    private volatile boolean over;
    private long unparks;

    Storm(Thread target) {
      this.target = target;
      thread.start();
    }

    private void run() {
      while (!over) {
        LockSupport.unpark(target);
        unparks++;
      }
    }

    /** Joins the thread, after which its count can be read. */
    @Override
    public void close() {
      over = true;
      Threads.join(thread);
    }
  }

  @Override
  public String name() {
    return "stray-unpark";
  }

  @Override
  public String summary() {
    return "timers under a storm of stray unparks of their thread: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("timers", 1_000, 100_000);
    args.end();

    AtomicReference<Thread> carrier = new AtomicReference<>();
    try (TaskRuntime runtime =
        TaskRuntime.builder()
            .threadFactory(
                body -> {
                  carrier.set(new Thread(body, "carrier"));
                  return carrier.get();
                })
            .build()) {
      Storm storm = new Storm(carrier.get());
      int early = 0;
      int lost = 0;
      try (storm) {
        for (JoinHandle<Boolean> timer : timers(n, runtime)) {
          try {
            early += timer.join(PATIENCE) ? 1 : 0;
          } catch (TimeoutException e) {
            lost++;
          }
        }
      }
      out.println("early=" + early + " lost=" + lost + " unparks=" + storm.unparks);
      if (early + lost > 0) {
        throw ProgramException.failed("stray unparks have disturbed timers");
      }
    }
  }

  /** Timers all over some hundred milliseconds; each is ready with whether it was early. */
  private static List<JoinHandle<Boolean>> timers(int n, TaskRuntime runtime) {
    List<JoinHandle<Boolean>> timers = new ArrayList<>(n);
    for (int i = 1; i <= n; i++) {
      long deadline = runtime.nanoTime() + LONGEST.toNanos() * i / n;
      timers.add(
          runtime.spawn(
              Tasks.map(runtime.sleepUntil(deadline), slept -> runtime.nanoTime() < deadline)));
    }
    return timers;
  }
}
