package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits that were given up must not pile up. */
class WaiterSweepTest {
  private final HandLoop loop = new HandLoop();
  private final Promise<String> endless = new Promise<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void waits_givenUpAgainAndAgain_leaveAShortList() {
    JoinHandle<String> handle = loop.runtime.spawn(endless.asTask());
    loop.runtime.spawn(new Patience(handle, 10_000));

    loop.advance(Duration.ofSeconds(20));

    assertTrue(lengthOf(handle) <= 64, () -> "the list holds " + lengthOf(handle));
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void waits_givenUpByTwoInterleavedLoops_leaveAShortList() {
    JoinHandle<String> handle = loop.runtime.spawn(endless.asTask());
    loop.runtime.spawn(new Patience(handle, 10_000));
    loop.advance(Duration.ofNanos(500_000));
    loop.runtime.spawn(new Patience(handle, 10_000));
    int longest = 0;
    for (int i = 0; i < 1000; i++) {
      loop.advance(Duration.ofMillis(10));
      longest = Math.max(longest, lengthOf(handle));
    }

    assertTrue(longest <= 64, "the list held " + longest);
  }

  @Test
  void waits_givenUpWhileOneStays_keepTheOneThatStays() {
    JoinHandle<String> handle = loop.runtime.spawn(endless.asTask());
    JoinHandle<String> staying = loop.runtime.spawn(handle.asTask());
    loop.runtime.spawn(new Patience(handle, 5000));
    loop.advance(Duration.ofSeconds(10));
    assertTrue(lengthOf(handle) <= 64, () -> "the list holds " + lengthOf(handle));

    endless.complete("done");
    loop.run();

    assertEquals("done", staying.toCompletableFuture().resultNow());
  }

  /** Awaits a handle for a millisecond, again and again. */
  private final class Patience implements Task<String> {
    private final JoinHandle<String> handle;
    private int left;
    private Task<String> attempt;

    Patience(JoinHandle<String> handle, int attempts) {
      this.handle = handle;
      left = attempts;
    }

    @Override
    public Poll<String> poll(Context context) throws Exception {
      while (left > 0) {
        if (attempt == null) {
          attempt = loop.runtime.timeout(Duration.ofMillis(1), handle.asTask());
        }
        try {
          if (!attempt.poll(context).isReady()) {
            return Poll.pending();
          }
        } catch (TimeoutException expected) {
          left--;
          attempt = null;
        }
      }
      return Poll.ready("out of patience");
    }
  }

  /** How many stand in the list, the dead ones included: what one more waiter finds. */
  private static int lengthOf(JoinHandle<?> handle) {
    Awaiting<?> oneMore = (Awaiting<?>) handle.asTask();
    try {
      assertFalse(oneMore.poll(Context.of(Waker.noop())).isReady());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    oneMore.cancel();
    return oneMore.size;
  }
}
