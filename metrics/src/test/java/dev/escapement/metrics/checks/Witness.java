package dev.escapement.metrics.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells whether the machine was late by itself: a thread for each processor that only pauses, and
 * has nothing to do with a runtime. Where these run late, so does everybody, and an alert that says
 * so is true.
 */
final class Witness implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LATE = Duration.ofMillis(50);

  /** Less than this makes no hundredth of a minute's timers late. */
  private static final Duration MUCH = Duration.ofMillis(500);

  private final LongAdder lateNanos = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  Witness() {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(Thread.ofPlatform().daemon().name("witness-" + i).start(this::watch));
    }
  }

  private void watch() {
    while (!closed) {
      long due = System.nanoTime() + PAUSE.toNanos();
      LockSupport.parkNanos(PAUSE.toNanos());
      long late = System.nanoTime() - due;
      if (late > LATE.toNanos()) {
        lateNanos.add(late);
      }
    }
  }

  /** How late all of them were together, counted where it is more than 50 ms at once. */
  Duration late() {
    return Duration.ofNanos(lateNanos.sum());
  }

  boolean sawALateMachine() {
    return late().compareTo(MUCH) >= 0;
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
  }
}
