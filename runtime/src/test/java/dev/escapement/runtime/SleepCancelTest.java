package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SleepCancelTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final WakeCounter counter = new WakeCounter();
  private final Sleep sleep = loop.runtime.sleep(SECOND);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void cancel_underAWaiter_tellsIt() {
    JoinHandle<Void> handle = loop.runtime.spawn(sleep);
    loop.run();

    sleep.cancel();
    loop.run();

    Throwable cause = handle.toCompletableFuture().handle((value, failure) -> failure).join();
    assertInstanceOf(CancellationException.class, cause);
    assertTrue(cause.getMessage().contains("while it was awaited"), cause.getMessage());
    assertEquals(1, loop.runtime.snapshot().tasks().failed(), "nobody cancelled the task");
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void cancel_fromElsewhereUnderAWaiter_tellsItAndLeavesTheHeap() {
    sleep.poll(counter.context());

    loop.elsewhere(sleep::cancel);
    assertEquals(1, counter.wakes);
    assertThrows(CancellationException.class, () -> sleep.poll(counter.context()));
    loop.run();

    assertEquals(0, loop.carrier.timers.size());
    assertEquals(1, loop.runtime.snapshot().timers().cancelled());
  }

  @Test
  void cancel_twice_isOnce() {
    sleep.poll(counter.context());
    sleep.cancel();
    sleep.cancel();
    loop.elsewhere(sleep::cancel);
    loop.advance(SECOND);

    assertEquals(1, counter.wakes);
    assertEquals(1, loop.runtime.snapshot().timers().cancelled());
    assertEquals(0, loop.runtime.snapshot().timers().fired());
  }

  @Test
  void cancel_ofItsTask_takesItOutOfTheHeapAtOnce() {
    JoinHandle<Void> handle = loop.runtime.spawn(sleep);
    loop.run();
    assertEquals(1, loop.carrier.timers.size());

    handle.cancel();
    loop.run();

    assertEquals(0, loop.carrier.timers.size());
    assertTrue(handle.toCompletableFuture().isCancelled());
  }

  @Test
  void cancel_ofSleepThatNeverEnds_tellsItsWaiter() {
    Sleep never = loop.runtime.sleepUntil(Long.MAX_VALUE);
    loop.elsewhere(() -> never.poll(counter.context()));
    loop.run();

    loop.elsewhere(never::cancel);
    loop.run();

    assertEquals(1, counter.wakes);
    assertTrue(loop.carrier.dormant.isEmpty());
  }

  @Test
  void cancel_onItsCarrierOfSleepThatNeverEnds_isNotKept() {
    Sleep never = loop.runtime.sleepUntil(Long.MAX_VALUE);
    loop.elsewhere(() -> never.poll(counter.context()));
    loop.run();
    sleep.poll(counter.context());
    sleep.reset(Duration.ofSeconds(Long.MAX_VALUE));

    never.cancel();
    sleep.cancel();

    assertEquals(2, counter.wakes);
    assertTrue(loop.carrier.dormant.isEmpty());
  }
}
