package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A loop that idles while timers come that are not urgent: what it does at each end of its park.
 */
class SweepTest implements TimeSource {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskRuntime runtime =
      TaskRuntime.builder().withoutOwnThread().timeSource(this).build();
  private final Carrier carrier = runtime.carrier();

  /** What happens elsewhere during each park; after the last one the loop is woken. */
  private final Queue<Runnable> parks = new ArrayDeque<>();

  private int parked;
  private int unparks;

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH;
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public void unpark(Thread thread) {
    unparks++;
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    parked++;
    Runnable event = parks.poll();
    if (event != null) {
      carrier.seat(new Thread("the carrier"));
      event.run();
      carrier.seat(Thread.currentThread());
    }
  }

  private void idle() {
    carrier.seat(Thread.currentThread());
    carrier.turn();
    carrier.idle();
  }

  @AfterEach
  void leave() {
    carrier.seat(null);
  }

  private void schedule(int count, boolean cancel) {
    for (int i = 0; i < count; i++) {
      TimerHandle timer = runtime.schedule(HOUR, () -> {});
      if (cancel) {
        timer.cancel();
      }
    }
  }

  @Test
  void idle_fewTimersThatAreNotUrgent_areLeftAlone() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    parks.add(() -> schedule(Arrivals.UNATTENDED, false));
    idle();
    assertEquals(1, parked);
    assertEquals(0, unparks);
    assertEquals(Arrivals.UNATTENDED, carrier.inbox.depth());
  }

  @Test
  void idle_manyTimersThatAreNotUrgent_areTakenAndTheLoopParksAgain() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    parks.add(() -> schedule(Arrivals.UNATTENDED + 1, false));
    parks.add(() -> schedule(Arrivals.UNATTENDED + 1, true));
    idle();
    assertEquals(3, parked);
    assertEquals(2, unparks);
    assertEquals(0, carrier.inbox.depth());
    assertEquals(2 + Arrivals.UNATTENDED, carrier.timers.size());
    RuntimeSnapshot.Timers told = runtime.snapshot().timers();
    assertEquals(2 * Arrivals.UNATTENDED + 3, told.scheduled());
    assertEquals(Arrivals.UNATTENDED + 1, told.cancelled());
  }

  @Test
  void idle_urgentTimerAmongMany_endsIt() {
    parks.add(
        () -> {
          schedule(Arrivals.UNATTENDED + 1, false);
          runtime.schedule(Duration.ofMinutes(1), () -> {});
        });
    idle();
    assertEquals(1, parked);
    assertFalse(carrier.inbox.isEmpty());
  }

  @Test
  void idle_closeWhileManyCome_endsIt() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    parks.add(
        () -> {
          schedule(Arrivals.UNATTENDED + 1, false);
          carrier.requestClose(0);
        });
    idle();
    assertEquals(1, parked);
  }

  @Test
  void idle_afterTheFirstTimerOfAllWasWithdrawn_isNotWokenByTheNextOnes() {
    parks.add(() -> schedule(1, true));
    idle();
    assertEquals(1, unparks);
    parks.add(() -> schedule(100, true));
    idle();
    assertEquals(1, unparks);
    assertTrue(carrier.timers.first() == null);
  }
}
