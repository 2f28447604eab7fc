package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Interval.Tick;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tick: abandoned, asked for twice, polled too often. The period is 10. */
class IntervalTickTest {
  private static final Context BY_HAND = Context.of(Waker.noop());

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Interval interval = loop.runtime.interval(Duration.ofNanos(10));

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void tick_cancelledBeforeItsFirstPoll_consumesNothing() throws Exception {
    interval.tick().cancel();

    loop.leap(Duration.ofNanos(10));
    assertEquals(Poll.ready(new Tick(1, 10, 0)), interval.tick().poll(BY_HAND));
  }

  @Test
  void tick_cancelledWhileItWaits_consumesNothingAndLeavesTheHeap() throws Exception {
    Task<Tick> abandoned = interval.tick();
    assertFalse(abandoned.poll(BY_HAND).isReady());
    abandoned.cancel();
    assertEquals(0, loop.carrier.timers.size());

    Task<Tick> tick = interval.tick();
    assertFalse(tick.poll(BY_HAND).isReady());
    loop.leap(Duration.ofNanos(10));
    assertEquals(Poll.ready(new Tick(1, 10, 0)), tick.poll(BY_HAND));
  }

  @Test
  void tick_cancelledAfterItHasFired_consumesNothing() throws Exception {
    Task<Tick> abandoned = interval.tick();
    assertFalse(abandoned.poll(BY_HAND).isReady());
    loop.leap(Duration.ofNanos(10));
    abandoned.cancel();

    assertEquals(Poll.ready(new Tick(1, 10, 0)), interval.tick().poll(BY_HAND));
  }

  @Test
  void tick_thatLosesARace_isDeliveredNextTime() {
    loop.runtime.spawn(loop.runtime.timeout(Duration.ofNanos(7), interval.tick()));
    loop.advance(Duration.ofNanos(8));

    JoinHandle<Tick> handle = loop.runtime.spawn(interval.tick());
    loop.advance(Duration.ofNanos(2));

    assertEquals(new Tick(1, 10, 0), handle.toCompletableFuture().resultNow());
  }

  @Test
  void tick_whileAnotherIsUnfinished_isRefused() throws Exception {
    Task<Tick> first = interval.tick();

    var refusal = assertThrows(IllegalStateException.class, interval::tick);
    assertTrue(refusal.getMessage().contains("tick 1 is not finished"), refusal.getMessage());

    loop.leap(Duration.ofNanos(10));
    assertTrue(first.poll(BY_HAND).isReady());
    assertFalse(interval.tick().poll(BY_HAND).isReady());
  }

  @Test
  void tick_polledAfterReady_isRefused() throws Exception {
    Task<Tick> tick = interval.tick();
    loop.leap(Duration.ofNanos(10));
    assertTrue(tick.poll(BY_HAND).isReady());

    var refusal = assertThrows(IllegalStateException.class, () -> tick.poll(BY_HAND));
    assertTrue(refusal.getMessage().contains("a tick, polled by hand"), refusal.getMessage());
  }

  @Test
  void tick_polledAfterItWasAbandoned_doesNotTouchTheNextOne() throws Exception {
    Task<Tick> abandoned = interval.tick();
    abandoned.cancel();
    Task<Tick> tick = interval.tick();
    loop.leap(Duration.ofNanos(10));

    assertThrows(IllegalStateException.class, () -> abandoned.poll(BY_HAND));
    abandoned.cancel();
    assertEquals(Poll.ready(new Tick(1, 10, 0)), tick.poll(BY_HAND));
  }

  @Test
  void tick_whoseRuntimeCloses_failsAndIsFinished() throws Exception {
    Task<Tick> tick = interval.tick();
    assertFalse(tick.poll(BY_HAND).isReady());
    loop.close();

    assertThrows(CancellationException.class, () -> tick.poll(BY_HAND));
    Task<Tick> next = interval.tick();
    assertFalse(next.poll(BY_HAND).isReady(), "it finds out at its second poll");
    assertThrows(CancellationException.class, () -> next.poll(BY_HAND));
  }
}
