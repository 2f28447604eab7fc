package dev.escapement.metrics.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Tells whether the machine, or this JVM as a whole, was late by itself: a thread for each
 * processor that only pauses, and has nothing to do with a runtime. Where these run late, so does
 * everybody, and an alert that says so is true.
 */
final class Witness implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LATE = Duration.ofMillis(50);

  /** Less than this makes no hundredth of a minute's timers late. */
  private static final Duration MUCH = Duration.ofMillis(500);

  private final AtomicLongArray lateNanos;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  Witness() {
    int processors = Runtime.getRuntime().availableProcessors();
    lateNanos = new AtomicLongArray(processors);
    for (int i = 0; i < processors; i++) {
      int number = i;
      threads.add(Thread.ofPlatform().daemon().name("witness-" + i).start(() -> watch(number)));
    }
  }

  private void watch(int number) {
    while (!closed) {
      long due = System.nanoTime() + PAUSE.toNanos();
      LockSupport.parkNanos(PAUSE.toNanos());
      long late = System.nanoTime() - due;
      if (late > LATE.toNanos()) {
        lateNanos.addAndGet(number, late);
      }
    }
  }

  /** How late the latest of them was in all, counted where it was more than 50 ms at once. */
  Duration late() {
    return Duration.ofNanos(
        IntStream.range(0, lateNanos.length()).mapToLong(lateNanos::get).max().orElse(0));
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
