package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sleep that wakes itself before every return of pending. It ends when it should, but keeps a
 * core busy until then. Since a task that wakes itself goes behind all that is ready, it holds
 * nobody else up.
 */
final class BusyWake implements Program {
  private static final Duration NAP = Duration.ofMillis(300);
  private static final Duration SHORT_NAP = Duration.ofMillis(10);
  private static final int SHORT_NAPS = 20;

  /** Asks for the next poll at once, until its time has come; ready with the time. */
  private static Task<Long> busySleep(long deadlineNanos) {
    return context -> {
      long now = context.runtime().nanoTime();
      if (now >= deadlineNanos) {
        return Poll.ready(now);
      }
      context.waker().wake();
      return Poll.pending();
    };
  }

  /** Ready with how often another task was polled until it was ready. */
  private static Task<Long> polls(Task<?> task) {
    long[] polls = {0};
    return context -> {
      polls[0]++;
      return task.poll(context).isReady() ? Poll.ready(polls[0]) : Poll.pending();
    };
  }

  /** Sleeps again and again, and is ready with how late it was at worst. */
  private static final class Punctual implements Task<Long> {
    private @Nullable Sleep sleep;
    private int naps;
    private long latest;

    @Override
    public Poll<Long> poll(Context context) {
      TaskRuntime runtime = context.runtime();
      while (naps < SHORT_NAPS) {
        Sleep nap = sleep;
        if (nap == null) {
          nap = runtime.sleep(SHORT_NAP);
          sleep = nap;
        }
        if (!nap.poll(context).isReady()) {
          return Poll.pending();
        }
        latest = Math.max(latest, runtime.nanoTime() - nap.deadlineNanos());
        naps++;
        sleep = null;
      }
      return Poll.ready(latest);
    }
  }

  @Override
  public String name() {
    return "busy-wake";
  }

  @Override
  public String summary() {
    return "a sleep that wakes itself, and what that costs beside a timer";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime runtime = TaskRuntime.start()) {
      JoinHandle<Long> beside = runtime.spawn(new Punctual());
      long deadline = runtime.nanoTime() + NAP.toNanos();
      long busy = runtime.blockOn(say(out, "busy", polls(busySleep(deadline))));
      long timer = runtime.blockOn(say(out, "timer", polls(runtime.sleep(NAP))));

      new Table(out)
          .row("polls of the busy sleep", busy)
          .row("polls of the timer", timer)
          .millis("a timer beside, at worst", beside.join());
    }
  }

  private static Task<Long> say(PrintStream out, String which, Task<Long> task) {
    return Tasks.map(
        task,
        polls -> {
          out.println(which + ": slept " + NAP.toMillis() + " ms");
          return polls;
        });
  }
}
