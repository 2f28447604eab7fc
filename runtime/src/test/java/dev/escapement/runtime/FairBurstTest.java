package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many timers that are due together, beside a task that is always ready. */
class FairBurstTest {
  private static final int BURST = 100_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();
  private int run;
  private int sincePoll;
  private int longest;

  @AfterEach
  void close() {
    loop.close();
  }

  /** How many callbacks run, at most, between two polls of the task. */
  private int longestWaitInABurst(long callbackCost) {
    for (int i = 0; i < BURST; i++) {
      loop.runtime.schedule(
          SECOND,
          () -> {
            loop.time.set(loop.time.nanoTime() + callbackCost);
            run++;
            sincePoll++;
          });
    }
    loop.runtime.spawn(
        context -> {
          longest = Math.max(longest, sincePoll);
          sincePoll = 0;
          context.waker().wake();
          return Poll.pending();
        });
    loop.time.set(SECOND.toNanos());
    while (run < BURST) {
      loop.carrier.turn();
    }
    return Math.max(longest, sincePoll);
  }

  @Test
  void burst_ofCheapCallbacks_letsAReadyTaskInBetween() {
    int longest = longestWaitInABurst(0);
    assertTrue(longest <= 1_024, longest + " callbacks between two polls");
  }

  @Test
  void burst_ofDearCallbacks_letsAReadyTaskInBetween() {
    int longest = longestWaitInABurst(300_000);
    assertTrue(longest <= 1_024, longest + " callbacks between two polls");
  }

  @Test
  void burst_ofVeryDearCallbacks_letsAReadyTaskInBetween() {
    int longest = longestWaitInABurst(5_000_000);
    assertTrue(longest <= 1_024, longest + " callbacks between two polls");
  }
}
