package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.DeadlockException;
import dev.escapement.runtime.sim.Simulation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * The most common mistake in a hand-written task: it returns pending and keeps no waker. Nobody
 * will ever poll it again, and nothing fails; it is the dump that tells. In virtual time nobody has
 * to be patient: where nothing is ready and no timer is pending, nothing will ever come.
 */
final class NeverWakes implements Program {
  private static final Duration NAP = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** A sleep that looks at the clock, and leaves it at that; ready with the time. */
  private static final class ForgetfulSleep implements Task<Long> {
    private long deadlineNanos = Long.MAX_VALUE;

    @Override
    public Poll<Long> poll(Context context) {
      long now = context.runtime().nanoTime();
      deadlineNanos = Math.min(deadlineNanos, now + NAP.toNanos()); // counts from the first poll
      return now >= deadlineNanos ? Poll.ready(now) : Poll.pending();
    }
  }

  @Override
  public String name() {
    return "never-wakes";
  }

  @Override
  public String summary() {
    return "a sleep that forgets its waker, and how it is found out";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();
    inRealTime(out);
    inVirtualTime(out);
  }

  private static void inRealTime(PrintStream out) throws Exception {
    JoinHandle<Long> handle;
    try (TaskRuntime runtime = TaskRuntime.builder().name("never-wakes").build()) {
      handle = runtime.spawn("forgetful sleep", new ForgetfulSleep());
      runtime.blockOn(Tasks.yieldNow()); // comes behind it, so it has been polled
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

  private static void inVirtualTime(PrintStream out) throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      JoinHandle<Long> handle = simulation.runtime().spawn("forgetful sleep", new ForgetfulSleep());
      var _ = simulation.run(handle.asTask());
      throw ProgramException.failed("the sleep has ended, though it kept no waker");
    } catch (DeadlockException asExpected) {
      out.println("The same in virtual time, at once:");
      out.println(asExpected.getMessage());
    }
  }
}
