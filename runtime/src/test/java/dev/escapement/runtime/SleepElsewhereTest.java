package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sleep of runtime a, awaited by a task of runtime b. */
class SleepElsewhereTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TwoLoops two = new TwoLoops();

  @AfterEach
  void close() {
    two.close();
  }

  private JoinHandle<Void> awaitedOnB(Sleep sleep) {
    JoinHandle<Void> handle = two.onB(() -> two.b.runtime.spawn("far", sleep));
    two.run();
    return handle;
  }

  private static void assertToldAboutClose(JoinHandle<?> handle) {
    assertTrue(handle.isDone());
    Throwable cause = handle.toCompletableFuture().handle((value, failure) -> failure).join();
    assertInstanceOf(CancellationException.class, cause);
    assertTrue(cause.getMessage().contains("runtime 'hand' was closed"), cause.getMessage());
  }

  @Test
  void sleep_awaitedElsewhere_followsItsOwnClock() {
    Sleep sleep = two.a.runtime.sleep(SECOND);
    JoinHandle<Void> handle = awaitedOnB(sleep);

    two.onB(() -> two.b.advance(SECOND.multipliedBy(5)));
    assertFalse(handle.isDone());
    assertEquals(1, two.a.carrier.timers.size());
    two.advanceA(SECOND);

    assertTrue(handle.isDone());
  }

  @Test
  void sleep_whoseRuntimeCloses_tellsTheWaiterElsewhere() {
    JoinHandle<Void> handle = awaitedOnB(two.a.runtime.sleep(SECOND));

    two.closeA();
    two.onB(two.b::run);

    assertToldAboutClose(handle);
  }

  @Test
  void sleep_thatNeverEnds_tellsTheWaiterElsewhereAtClose() {
    JoinHandle<Void> handle = awaitedOnB(two.a.runtime.sleepUntil(Long.MAX_VALUE));

    two.closeA();
    two.onB(two.b::run);

    assertToldAboutClose(handle);
  }

  @Test
  void sleep_resetToNeverOnItsCarrier_tellsTheWaiterElsewhereAtClose() {
    Sleep sleep = two.a.runtime.sleep(SECOND);
    JoinHandle<Void> handle = awaitedOnB(sleep);
    two.onA(
        () -> {
          sleep.reset(Duration.ofSeconds(Long.MAX_VALUE));
          return two.a.run();
        });

    two.closeA();
    two.onB(two.b::run);

    assertToldAboutClose(handle);
  }

  @Test
  void sleep_resetToNeverFromElsewhere_tellsTheWaiterElsewhereAtClose() {
    Sleep sleep = two.a.runtime.sleep(SECOND);
    JoinHandle<Void> handle = awaitedOnB(sleep);
    sleep.reset(Duration.ofSeconds(Long.MAX_VALUE));
    two.run();

    two.closeA();
    two.onB(two.b::run);

    assertToldAboutClose(handle);
  }

  @Test
  void sleep_thatNeverEndsAndMovesToElsewhere_tellsTheWaiterThereAtClose() {
    Sleep sleep = two.a.runtime.sleepUntil(Long.MAX_VALUE);
    two.onA(() -> sleep.poll(Context.of(Waker.noop())));
    JoinHandle<Void> handle = awaitedOnB(sleep);

    two.closeA();
    two.onB(two.b::run);

    assertToldAboutClose(handle);
  }

  @Test
  void sleep_firstPolledAfterItsRuntimeClosed_failsAndDoesNotHang() {
    Sleep sleep = two.a.runtime.sleep(SECOND);
    two.closeA();

    JoinHandle<Void> handle = awaitedOnB(sleep);

    assertToldAboutClose(handle);
  }

  @Test
  void sleep_resetAfterItsRuntimeClosed_failsAtThePoll() {
    Sleep elapsed = two.a.runtime.sleep(Duration.ZERO);
    assertTrue(elapsed.poll(Context.of(Waker.noop())).isReady());
    two.closeA();

    elapsed.reset(SECOND);

    assertThrows(CancellationException.class, () -> elapsed.poll(Context.of(Waker.noop())));
  }

  @Test
  void sleep_awaitedElsewhere_isResetAndCancelledFromThere() {
    Sleep sleep = two.a.runtime.sleep(SECOND);
    JoinHandle<Void> handle = awaitedOnB(sleep);

    two.onB(
        () -> {
          sleep.reset(SECOND.multipliedBy(3));
          return two.b.run();
        });
    two.advanceA(SECOND.multipliedBy(2));
    assertFalse(handle.isDone());

    two.onB(
        () -> {
          handle.cancel();
          return two.b.run();
        });
    two.run();
    assertTrue(handle.isDone());
    assertEquals(0, two.a.carrier.timers.size());
  }
}
