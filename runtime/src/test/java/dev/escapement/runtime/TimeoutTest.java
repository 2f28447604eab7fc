package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {
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

  @Test
  void body_readyInTime_winsAndTheLimitLeavesTheHeap() {
    JoinHandle<String> handle = loop.runtime.spawn(loop.runtime.timeout(SECOND, body));
    loop.advance(Duration.ofMillis(999));
    body.finish("done");
    loop.run();

    assertEquals("done", handle.toCompletableFuture().resultNow());
    assertEquals(0, body.cancels);
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void body_notReadyAtTheLimit_isCancelledBeforeTheFailure() {
    JoinHandle<String> handle = loop.runtime.spawn(loop.runtime.timeout(SECOND, body));
    loop.advance(SECOND.minusNanos(1));
    assertFalse(handle.isDone());
    loop.advance(Duration.ofNanos(1));

    assertTimedOut(handle);
    assertEquals(1, body.cancels);
    assertEquals("not ready within PT1S", handle.toCompletableFuture().exceptionNow().getMessage());
  }

  @Test
  void body_alwaysReady_isStoppedByTheLimit() {
    int[] polls = {0};
    Task<String> restless =
        context -> {
          polls[0]++;
          context.waker().wake();
          return Poll.pending();
        };
    JoinHandle<String> handle = loop.runtime.spawn(loop.runtime.timeout(SECOND, restless));
    loop.carrier.turn();
    assertFalse(handle.isDone());
    int before = polls[0];

    loop.time.set(SECOND.toNanos());
    loop.carrier.turn();

    assertTimedOut(handle);
    assertTrue(polls[0] - before <= 1 + 256, () -> "polled " + (polls[0] - before) + " times");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void body_readyInTheSameTurnAsTheLimit_wins(long bodySeconds) {
    JoinHandle<Void> handle =
        loop.runtime.spawn(
            loop.runtime.timeout(
                SECOND.multipliedBy(2), loop.runtime.sleep(SECOND.multipliedBy(bodySeconds))));
    loop.run();

    loop.leap(SECOND.multipliedBy(10));

    assertFalse(handle.toCompletableFuture().isCompletedExceptionally());
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void body_thatFails_givesItsCauseAndTheLimitLeavesTheHeap() {
    JoinHandle<String> handle = loop.runtime.spawn(loop.runtime.timeout(SECOND, body));
    loop.run();
    IOException thrown = new IOException("broken");
    body.fail(thrown);
    loop.run();

    assertSame(thrown, handle.toCompletableFuture().exceptionNow());
    assertEquals(0, body.cancels);
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void cancel_ofTheTimeout_cancelsBodyAndLimit() {
    JoinHandle<String> handle = loop.runtime.spawn(loop.runtime.timeout(SECOND, body));
    loop.run();
    handle.cancel();
    loop.run();

    assertEquals(1, body.cancels);
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void body_readyInTime_leavesNoWakeBehind() {
    Probe<String> next = new Probe<>();
    loop.runtime.spawn(Tasks.then(loop.runtime.timeout(SECOND, body), value -> next));
    loop.run();
    body.finish("done");
    loop.run();

    assertEquals(1, next.polls);
  }

  @Test
  void timeouts_nested_theShorterOneFires() {
    Task<String> inner = loop.runtime.timeout(SECOND, body);
    JoinHandle<String> handle =
        loop.runtime.spawn(
            Tasks.recover(
                loop.runtime.timeout(SECOND.multipliedBy(2), inner),
                cause -> Tasks.ready(cause.getMessage())));
    loop.advance(SECOND);

    assertEquals("not ready within PT1S", handle.toCompletableFuture().resultNow());
    assertEquals(1, body.cancels);
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void timeout_polledAfterItsEnd_isRefused() {
    Task<String> limited = loop.runtime.timeout(Duration.ZERO, body);
    Context byHand = Context.of(Waker.noop());
    assertThrows(TimeoutException.class, () -> limited.poll(byHand));

    var refusal = assertThrows(IllegalStateException.class, () -> limited.poll(byHand));
    assertTrue(refusal.getMessage().contains("a timeout"), refusal.getMessage());
  }
}
