package dev.escapement.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;

/** A loop that a test turns step by step, and what happens elsewhere while it is parked. */
abstract class SteppedLoop {
  static final Duration HOUR = Duration.ofHours(1);

  /** More than an idle loop leaves alone. */
  static final int MANY = Arrivals.UNATTENDED + 1;

  /** The system's time, but for a clock that ticks with each look, and parks that end at once. */
  final class Ticking extends SystemTime {
    long now;

    Ticking() {
      super(LagMode.ECONOMY);
    }

    @Override
    public long nanoTime() {
      return now++;
    }

    @Override
    void parkNanos(long nanos) {
      parked++;
      longest = Math.max(longest, nanos);
      Runnable event = events.poll();
      carrier.seat(elsewhere);
      if (event == null) {
        carrier.inbox.signal();
      } else {
        event.run();
      }
      carrier.seat(Thread.currentThread());
    }
  }

  final Ticking time = new Ticking();
  final TaskRuntime runtime = TaskRuntime.builder().withoutOwnThread().timeSource(time).build();
  final Carrier carrier = runtime.carrier();
  final Thread elsewhere = new Thread("elsewhere");

  /** What happens elsewhere, park by park; at last the loop is woken. */
  final Queue<Runnable> events = new ArrayDeque<>();

  int parked;
  long longest;

  @AfterEach
  void close() {
    carrier.seat(null);
    runtime.close();
  }

  void idle() {
    carrier.seat(Thread.currentThread());
    carrier.turn();
    carrier.idling.idle();
  }

  /** With a first timer in a minute, so that those in an hour are not urgent. */
  void idleUntilTheFirstTimer() {
    carrier.seat(Thread.currentThread());
    runtime.schedule(Duration.ofMinutes(1), () -> {});
    idle();
  }

  void schedule(int count, boolean cancel) {
    for (int i = 0; i < count; i++) {
      TimerHandle timer = runtime.schedule(HOUR, () -> {});
      if (cancel) {
        timer.cancel();
      }
    }
  }

  void elsewhere(Runnable what) {
    carrier.seat(elsewhere);
    what.run();
    carrier.seat(Thread.currentThread());
  }

  void turns() {
    for (int turn = 0; turn < 20; turn++) {
      carrier.turn();
    }
  }
}
