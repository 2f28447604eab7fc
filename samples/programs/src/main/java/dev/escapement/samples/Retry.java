package dev.escapement.samples;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter. After each failure the pause doubles, up to a longest one, so
 * that a server in trouble gets air; half of the pause is random, so that callers who failed
 * together do not come back together. The randomness is the runtime's, which a simulation seeds.
 *
 * <p>How long to go on is not the loop's business: a time limit around it ends its sleep. That is
 * plain blocking code on the caller's own thread, here {@code main}.
 */
final class Retry implements Program {
  private static final Duration FIRST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofMillis(200);
  private static final int FAILURES = 4;
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** A call that fails so many times, and then answers. */
  private static final class FlakyCall {
    private final int failures;
    private int attempts;

    FlakyCall(int failures) {
      this.failures = failures;
    }

    String answer() throws IOException {
      attempts++;
      if (attempts <= failures) {
        throw new IOException("connection refused");
      }
      return "answered";
    }
  }

  @Override
  public String name() {
    return "retry";
  }

  @Override
  public String summary() {
    return "backoff with jitter around a flaky call, and a limit around that";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime runtime = TaskRuntime.builder().name("retry").build()) {
      LoomBridge bridge = LoomBridge.of(runtime);

      out.println("a call that fails " + FAILURES + " times:");
      var flaky = new FlakyCall(FAILURES);
      String answer = persistently(flaky, bridge, runtime.random(), out);
      out.println("  attempt " + flaky.attempts + " " + answer);

      out.println("a call that always fails, with a limit of " + LIMIT.toMillis() + " ms:");
      var broken = new FlakyCall(Integer.MAX_VALUE);
      long start = runtime.nanoTime();
      try {
        String never =
            bridge.withTimeout(LIMIT, () -> persistently(broken, bridge, runtime.random(), out));
        throw ProgramException.failed("a broken call " + never);
      } catch (TimeoutException e) {
        long millis = (runtime.nanoTime() - start) / 1_000_000;
        out.println("  gave up after " + broken.attempts + " attempts in " + millis + " ms");
      }
    }
  }

  private static String persistently(
      FlakyCall call, LoomBridge bridge, RandomGenerator random, PrintStream out)
      throws InterruptedException {
    for (Duration pause = FIRST; ; pause = longer(pause)) {
      try {
        return call.answer();
      } catch (IOException e) {
        Duration delay = jittered(pause, random);
        out.println(
            "  attempt "
                + call.attempts
                + " failed, "
                + e.getMessage()
                + "; again in "
                + delay.toMillis()
                + " ms");
        bridge.sleep(delay);
      }
    }
  }

  static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }

  /** From half of the pause to the whole of it. */
  static Duration jittered(Duration pause, RandomGenerator random) {
    long half = pause.toNanos() / 2;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }
}
