package dev.escapement.samples;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * The most common mistake in a hand-written task: it returns pending and keeps no waker. Nobody
 * will ever poll it again, and nothing fails; it is the dump that tells.
 */
final class NeverWakes implements Program {
  private static final Duration NAP = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** A sleep that looks at the clock, and leaves it at that; ready with the time. */
  private static Task<Long> forgetfulSleep(long deadlineNanos) {
    return context -> {
      long now = context.runtime().nanoTime();
      return now >= deadlineNanos ? Poll.ready(now) : Poll.pending();
    };
  }

  @Override
  public String name() {
    return "never-wakes";
  }

  @Override
  public String summary() {
    return "a sleep that forgets its waker, and how the dump shows it";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    JoinHandle<Long> handle;
    try (TaskRuntime runtime = TaskRuntime.builder().name("never-wakes").build()) {
      long deadline = runtime.nanoTime() + NAP.toNanos();
      handle = runtime.spawn("forgetful sleep", forgetfulSleep(deadline));
      try {
        handle.join(PATIENCE);
        throw ProgramException.failed("the sleep has ended, though it kept no waker");
      } catch (TimeoutException asExpected) {
        out.println("A sleep of " + NAP.toMillis() + " ms, after " + PATIENCE.toMillis() + " ms:");
        out.println(runtime.dump());
      }
    }
    try {
      handle.join();
    } catch (CancellationException closed) {
      out.println("Closing the runtime ended '" + handle.name() + "' as cancelled.");
    }
  }
}
