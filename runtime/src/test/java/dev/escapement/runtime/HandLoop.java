package dev.escapement.runtime;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The production loop, turned by the test's own thread on a clock that the test moves: nothing
 * happens between two calls.
 */
final class HandLoop implements AutoCloseable {
  /** More turns than any test needs without moving the clock. */
  private static final int MOST_TURNS = 100_000;

  final HandTime time;
  final TaskRuntime runtime;
  final Carrier carrier;

  HandLoop() {
    this(0, builder -> builder);
  }

  HandLoop(long origin, UnaryOperator<Builder> settings) {
    time = new HandTime(origin);
    runtime =
        settings
            .apply(TaskRuntime.builder().name("hand").withoutOwnThread())
            .timeSource(time)
            .build();
    carrier = runtime.carrier();
    carrier.seat(Thread.currentThread());
  }

  /** Turns until there is nothing to do at this time. */
  HandLoop run() {
    int turns = 0;
    do {
      carrier.turn();
      if (++turns > MOST_TURNS) {
        throw new AssertionError("the loop does not come to rest");
      }
    } while (!carrier.ready.isEmpty()
        || !carrier.inbox.isEmpty()
        || carrier.timers.firstDeadline() <= time.nanoTime());
    return this;
  }

  /** Moves the clock in one leap, as after a stall, and turns until there is nothing to do. */
  HandLoop leap(Duration by) {
    time.set(time.nanoTime() + by.toNanos());
    return run();
  }

  /** Moves the clock from deadline to deadline, and turns at each. */
  HandLoop advance(Duration by) {
    long end = time.nanoTime() + by.toNanos();
    run();
    while (carrier.timers.firstDeadline() <= end) {
      time.set(carrier.timers.firstDeadline());
      run();
    }
    time.set(end);
    return run();
  }

  /**
   * Steps down from the carrier's seat for a while: what the body does comes from another thread,
   * as the loop sees it.
   */
  void elsewhere(Runnable body) {
    carrier.seat(null);
    try {
      body.run();
    } finally {
      carrier.seat(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    if (!carrier.life.isTerminated()) {
      runtime.close();
      carrier.loop(null);
    }
    carrier.seat(null);
  }
}
