package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The smallest event loop there can be, without any runtime. It drives one task, which owns all
 * jobs, with a waker that does nothing: it knows by itself when to poll again, since every sleep
 * leaves its deadline with the loop.
 */
final class OwnEventLoop implements Program {
  private static final Duration NAP = Duration.ofSeconds(1);

  /** Polls, sleeps until the next deadline, and so on until the task is ready. */
  private static final class Loop {
    private final TreeSet<Long> deadlines = new TreeSet<>();
    private final long start = System.nanoTime();
    private long now;
    private int polls;

    void run(Task<?> task) throws Exception {
      Context context = Context.of(Waker.noop());
      while (!pollOnce(task, context)) {
        long next = deadlines.first();
        while (System.nanoTime() - start < next) {
          LockSupport.parkNanos(this, next - (System.nanoTime() - start)); // may return early
        }
        now = System.nanoTime() - start;
        deadlines.headSet(now, true).clear();
      }
    }

    private boolean pollOnce(Task<?> task, Context context) throws Exception {
      polls++;
      return task.poll(context).isReady();
    }
  }

  /** Sleeps from its first poll on, then prints. */
  private static final class LoopJob implements Task<@Nullable Void> {
    private static final long NOT_STARTED = -1;

    private final Loop loop;
    private final Lines lines;
    private final int number;
    private long deadline = NOT_STARTED;

    LoopJob(Loop loop, Lines lines, int number) {
      this.loop = loop;
      this.lines = lines;
      this.number = number;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
      if (deadline == NOT_STARTED) {
        deadline = System.nanoTime() - loop.start + NAP.toNanos();
        loop.deadlines.add(deadline);
      }
      if (loop.now < deadline) {
        return Poll.pending();
      }
      lines.print(number);
      return Poll.ready(null);
    }
  }

  @Override
  public String name() {
    return "own-event-loop";
  }

  @Override
  public String summary() {
    return "the same jobs without a runtime, in a loop of a few lines: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("jobs", 20_000, 20_000);
    args.end();

    Loop loop = new Loop();
    try (Lines lines = new Lines(out)) {
      List<LoopJob> jobs = new ArrayList<>(n);
      for (int i = 1; i <= n; i++) {
        jobs.add(new LoopJob(loop, lines, i));
      }
      loop.run(new JoinByHand(jobs));
    }
    new Table(out).row("jobs", n).row("polls of the one task", loop.polls);
  }
}
