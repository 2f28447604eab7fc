package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gauge that shows a blocked loop: nobody turns it in these tests. */
class OverdueTest {
  private final HandLoop loop = new HandLoop();
  private final TaskRuntime runtime = loop.runtime;

  @AfterEach
  void close() {
    loop.close();
  }

  private long overdueAt(long nanos) {
    loop.time.set(nanos);
    return runtime.snapshot().overdueNanos();
  }

  @Test
  void overdue_timerInTheHeap_growsFromItsDeadline() {
    runtime.schedule(Duration.ofNanos(100), () -> {});
    loop.run();
    assertEquals(0, overdueAt(99));
    assertEquals(0, overdueAt(100));
    assertEquals(25, overdueAt(125));
    loop.run();
    assertEquals(0, runtime.snapshot().overdueNanos());
  }

  @Test
  void overdue_timerInTheInbox_growsFromItsDeadline() {
    loop.elsewhere(() -> runtime.schedule(Duration.ofNanos(100), () -> {}));
    assertEquals(1, runtime.snapshot().loop().inboxDepth());
    assertEquals(100, runtime.snapshot().timers().nextDeadlineNanos());
    assertEquals(0, overdueAt(100));
    assertEquals(1, overdueAt(101));
    loop.run();
    assertEquals(0, runtime.snapshot().overdueNanos());
  }

  @Test
  void overdue_timersInBoth_tellsTheEarlierOne() {
    runtime.schedule(Duration.ofNanos(100), () -> {});
    loop.run();
    loop.elsewhere(() -> runtime.schedule(Duration.ofNanos(60), () -> {}));
    loop.elsewhere(() -> runtime.schedule(Duration.ofNanos(50), () -> {}).cancel());
    assertEquals(60, runtime.snapshot().timers().nextDeadlineNanos());
    assertEquals(140, overdueAt(200));
  }

  @Test
  void overdue_loopBlockedInTheTurnThatRegistered_shows() {
    runtime.spawn(runtime.sleep(Duration.ofNanos(100)));
    long[] told = {-1};
    runtime.spawn(
        context -> {
          told[0] = overdueAt(1_000); // a poll that takes long
          return Poll.ready(null);
        });
    loop.run();
    assertEquals(900, told[0]);
  }

  @Test
  void overdue_neverOrFarAhead_isZero() {
    runtime.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
    loop.elsewhere(() -> runtime.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}));
    assertEquals(0, overdueAt(Long.MAX_VALUE - 1));
  }
}
