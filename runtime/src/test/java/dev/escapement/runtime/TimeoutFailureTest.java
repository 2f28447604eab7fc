package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What goes wrong around a limit: broken bodies, broken hooks, a runtime that closes. */
class TimeoutFailureTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Probe<String> body = new Probe<>();

  @Test
  void hook_ofTheBodyThatThrows_isCountedAndTheTimeoutFails() {
    try (HandLoop loop = quietLoop()) {
      Task<String> broken =
          new Task<>() {
            @Override
            public Poll<String> poll(Context context) {
              return Poll.pending();
            }

            @Override
            public void cancel() {
              throw new AssertionError("out of a hook");
            }
          };
      JoinHandle<String> handle = loop.runtime.spawn(loop.runtime.timeout(SECOND, broken));
      loop.advance(SECOND);

      assertInstanceOf(TimeoutException.class, handle.toCompletableFuture().exceptionNow());
      assertEquals(1, loop.runtime.snapshot().loop().callOutsFailed());
    }
  }

  @Test
  void body_thatReturnsNull_failsAndTheLimitLeavesTheHeap() {
    try (HandLoop loop = quietLoop()) {
      Promise<String> gate = new Promise<>();
      Task<String> wait = gate.asTask();
      Task<String> broken = context -> wait.poll(context).isReady() ? null : Poll.pending();
      JoinHandle<String> handle = loop.runtime.spawn("cook", loop.runtime.timeout(SECOND, broken));
      loop.run();
      gate.complete("");
      loop.run();

      Throwable cause = handle.toCompletableFuture().exceptionNow();
      assertInstanceOf(NullPointerException.class, cause);
      assertTrue(cause.getMessage().contains("null from poll"), cause.getMessage());
      assertEquals(0, loop.carrier.timers.size());
    }
  }

  @Test
  void runtime_ofTheLimitThatCloses_endsTheWaitElsewhereAndCancelsTheBody() {
    try (TwoLoops two = new TwoLoops()) {
      Task<String> limited = two.a.runtime.timeout(SECOND, body);
      JoinHandle<String> handle = two.onB(() -> two.b.runtime.spawn(limited));
      two.run();

      two.closeA();
      two.onB(two.b::run);

      assertTrue(handle.isDone());
      assertEquals(1, body.cancels);
    }
  }

  private static HandLoop quietLoop() {
    return new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  }
}
