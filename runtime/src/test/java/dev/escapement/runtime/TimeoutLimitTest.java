package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutLimitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> body = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private static void assertTimedOut(JoinHandle<?> handle) {
    assertTrue(handle.isDone());
    assertInstanceOf(TimeoutException.class, handle.toCompletableFuture().exceptionNow());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void limit_ofNothing_isOnePoll(long seconds) {
    Duration limit = Duration.ofSeconds(seconds);
    JoinHandle<String> pending = loop.runtime.spawn(loop.runtime.timeout(limit, body));
    JoinHandle<String> ready = loop.runtime.spawn(loop.runtime.timeout(limit, Tasks.ready("a")));
    loop.run();

    assertTimedOut(pending);
    assertEquals(1, body.polls);
    assertEquals(1, body.cancels);
    assertEquals("a", ready.toCompletableFuture().resultNow());
    assertEquals(0, loop.runtime.snapshot().timers().scheduled());
  }

  @Test
  void limit_thatNeverEnds_costsNoSlot() {
    JoinHandle<String> handle =
        loop.runtime.spawn(loop.runtime.timeout(Duration.ofSeconds(Long.MAX_VALUE), body));
    loop.advance(Duration.ofDays(36_500));
    assertFalse(handle.isDone());
    assertEquals(0, loop.carrier.timers.size());

    body.finish("done");
    loop.run();
    assertEquals("done", handle.toCompletableFuture().resultNow());
  }

  @Test
  void limit_isFixedAtTheCall() {
    Task<String> limited = loop.runtime.timeout(SECOND, body);
    loop.advance(Duration.ofMillis(900));
    JoinHandle<String> handle = loop.runtime.spawn(limited);

    loop.advance(Duration.ofMillis(100));

    assertTimedOut(handle);
  }
}
