package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sleeps and scheduled callbacks on the production loop, armed, reset and cancelled by the carrier
 * and through the inbox, against a model of the firing order.
 */
class TimersModelTest {
  private static final Duration[] DELAYS = {
    Duration.ofSeconds(Long.MIN_VALUE),
    Duration.ofNanos(-1),
    Duration.ZERO,
    Duration.ofNanos(1),
    Duration.ofNanos(10),
    Duration.ofNanos(10),
    Duration.ofNanos(100),
    Duration.ofNanos(1_000),
    Duration.ofDays(36_500),
    Duration.ofSeconds(Long.MAX_VALUE),
  };
  private static final long[] LEAPS = {0, 0, 1, 9, 10, 100, 2_000};

  /** So many of the latest timers take part. */
  private static final int RECENT = 300;

  private final HandLoop loop = new HandLoop();
  private final TimersModel model = new TimersModel();
  private final List<SomeTimer> timers = new ArrayList<>();
  private final List<Integer> fired = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom();

  private Duration anyDelay() {
    return DELAYS[random.nextInt(DELAYS.length)];
  }

  private void anyOperation(boolean elsewhere) {
    int dice = random.nextInt(10);
    int oldest = Math.max(0, timers.size() - RECENT);
    SomeTimer some = timers.isEmpty() ? null : timers.get(random.nextInt(oldest, timers.size()));
    if (some == null || dice < 4) {
      create(elsewhere);
    } else if (dice >= 8) {
      some.cancel(model.isPending(some.id));
      model.cancel(some.id);
    } else if (some.sleeps) {
      some.reset(anyDelay(), model.isCancelled(some.id));
      if (!model.isCancelled(some.id)) {
        model.register(some.id, some.deadline(), elsewhere);
      }
    }
  }

  private void create(boolean elsewhere) {
    Duration delay = anyDelay();
    boolean sleeps = random.nextBoolean();
    int id = timers.size();
    SomeTimer timer =
        sleeps
            ? SomeTimer.sleep(id, loop.carrier, delay, fired::add)
            : SomeTimer.callback(id, loop.carrier, delay, fired::add);
    timers.add(timer);
    if (!sleeps || delay.isPositive()) {
      model.register(id, timer.deadline(), elsewhere);
    }
  }

  private void anyOperations() {
    boolean elsewhere = random.nextBoolean();
    int operations = random.nextInt(1, 8);
    Runnable all =
        () -> {
          for (int i = 0; i < operations; i++) {
            anyOperation(elsewhere);
          }
        };
    if (elsewhere) {
      loop.elsewhere(all);
    } else {
      all.run();
    }
    model.deliver();
  }

  /** Returns how many have fired. */
  private int leapAndVerify(long nanos) {
    List<Integer> expected = model.fireDue(loop.time.nanoTime() + nanos);
    loop.leap(Duration.ofNanos(nanos));
    assertEquals(expected, fired);
    fired.clear();
    loop.carrier.timers.verify();
    assertEquals(model.pending(), loop.carrier.timers.size());
    return expected.size();
  }

  private void verifyFigures(int count) {
    RuntimeSnapshot.Timers told = loop.runtime.snapshot().timers();
    assertEquals(count, told.fired());
    assertEquals(model.pending(), told.pending());
    assertEquals(told.scheduled(), told.fired() + told.cancelled() + told.pending());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 20260711})
  void timers_randomOperations_fireInTheOrderOfDeadlineAndRegistration(long seed) {
    random = new SplittableRandom(seed);
    int count = 0;
    for (int step = 0; step < 5_000; step++) {
      anyOperations();
      count += leapAndVerify(LEAPS[random.nextInt(LEAPS.length)]);
      if (step % 20 == 0) {
        verifyFigures(count);
      }
    }
    loop.close();
    assertEquals(List.of(), fired);
    assertEquals(0, loop.carrier.timers.size());
  }
}
