package dev.escapement.samples.soak;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Runs all parties for a time and looks after them. Used by one thread, once. */
public final class Endurance {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The heap after a collection may differ by so much with nothing wrong. */
  private static final long SLACK_BYTES = 8_000_000;

  private final PrintStream out;
  private final Tally tally = new Tally();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Long> heaps = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Takes where to print.
   *
   * @param out one line every ten seconds, and one at the end
   */
  public Endurance(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs for that long.
   *
   * @param lasts how long
   * @return what was not as promised; empty if all was well
   * @throws InterruptedException if the caller is interrupted
   */
  public List<String> run(Duration lasts) throws InterruptedException {
    List<String> complaints = new ArrayList<>();
    long start = System.nanoTime();
    RuntimeSnapshot last;
    try (TaskRuntime runtime = TaskRuntime.builder().name("soak").build()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      start(false, bridge, new Combined(runtime, tally));
      start(false, bridge, new Lives(tally));
      for (int i = 0; i < 2; i++) {
        start(false, bridge, new Timers(runtime, tally));
        start(true, bridge, new Threads(bridge, tally));
        start(true, bridge, new Runs(bridge, tally));
      }
      long end = start + lasts.toNanos();
      while (System.nanoTime() < end) {
        Thread.sleep(Duration.ofNanos(Math.min(LOOK.toNanos(), end - System.nanoTime())));
        heaps.add(heapAfterCollection());
        tell(System.nanoTime() - start, runtime.snapshot());
      }
      stopped = true;
      for (Thread thread : threads) {
        if (!thread.join(PATIENCE)) {
          complaints.add(thread.getName() + " hangs");
        }
      }
      last = settled(runtime);
    }
    if (last.tasks().live() != 0 || last.timers().pending() != 0) {
      complaints.add(
          last.tasks().live() + " tasks and " + last.timers().pending() + " timers were left");
    }
    for (Thread thread : threads) {
      if (tally.roundsOf(thread.getName()) == 0) {
        complaints.add(thread.getName() + " has not done a single round");
      }
    }
    if (last.loop().callOutsFailed() != 0) {
      complaints.add(last.loop().callOutsFailed() + " calls of user code threw");
    }
    complaints.addAll(tally.complaints());
    complaints.addAll(growth());
    out.printf(
        Locale.ROOT,
        "%,d rounds in %d s, %,d promises not kept, %,d timers fired%n",
        tally.allDone(),
        lasts.toSeconds(),
        tally.allWrong(),
        last.timers().fired());
    return complaints;
  }

  /** On a platform thread, or on a virtual one. */
  private void start(boolean virtual, LoomBridge bridge, Party party) {
    String name = party.getClass().getSimpleName().toLowerCase(Locale.ROOT) + "-" + threads.size();
    Runnable body = () -> goOn(name, party);
    Thread thread =
        virtual
            ? bridge.threadFactory().newThread(body)
            : Thread.ofPlatform().daemon().unstarted(body);
    thread.setName(name);
    threads.add(thread);
    thread.start();
  }

  private void goOn(String name, Party party) {
    try {
      while (!stopped) {
        party.once();
        tally.done(name);
      }
    } catch (Throwable t) {
      tally.expect(false, name + " goes on; it ended with " + t);
    }
  }

  private void tell(long nanos, RuntimeSnapshot now) {
    out.printf(
        Locale.ROOT,
        "%5d s  %,12d rounds  %d not kept  lag p99 %.2f ms  heap %.1f MB  tasks %,d  timers %,d%n",
        Math.round(nanos / 1e9),
        tally.allDone(),
        tally.allWrong(),
        now.timers().lag().quantileNanos(0.99) / 1e6,
        heaps.getLast() / 1e6,
        now.tasks().live(),
        now.timers().pending());
    out.flush();
  }

  /** When everything that was cancelled at the very end has been dealt with. */
  private static RuntimeSnapshot settled(TaskRuntime runtime) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    RuntimeSnapshot now = runtime.snapshot();
    while ((now.tasks().live() > 0 || now.timers().pending() > 0) && System.nanoTime() < end) {
      var _ = runtime.spawn("look", context -> Poll.ready(true));
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      now = runtime.snapshot();
    }
    return now;
  }

  private static long heapAfterCollection() {
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory() - jvm.freeMemory();
  }

  /** Compares the least of the last quarter with the most of the first. */
  private List<String> growth() {
    int quarter = heaps.size() / 4;
    if (quarter == 0) {
      return List.of();
    }
    long first = heaps.subList(0, quarter).stream().mapToLong(h -> h).max().orElseThrow();
    long last =
        heaps.subList(heaps.size() - quarter, heaps.size()).stream()
            .mapToLong(h -> h)
            .min()
            .orElseThrow();
    return last <= first + SLACK_BYTES
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT, "the heap grew from %.1f to %.1f MB", first / 1e6, last / 1e6));
  }
}
