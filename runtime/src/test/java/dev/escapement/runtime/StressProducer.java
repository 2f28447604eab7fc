package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread's share of a stress test: what it has begun, and what became of it. */
final class StressProducer implements Runnable {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration[] DELAYS = {
    Duration.ZERO, Duration.ofNanos(50_000), Duration.ofMillis(1), Duration.ofMillis(7)
  };

  /** A callback; those of one producer and one delay fire in the order of their numbers. */
  private final class Callback implements Runnable {
    final int delay;
    final int number;
    TimerHandle handle;
    boolean withdrawn;

    /** Not later than the deadline. */
    private long due;

    /** Only the carrier adds to it. */
    volatile int runs;

    Callback(int delay) {
      this.delay = delay;
      this.number = counts[delay]++;
    }

    void schedule() {
      due = runtime.nanoTime() + DELAYS[delay].toNanos();
      handle = runtime.schedule(DELAYS[delay], this);
    }

    @Override
    public void run() {
      faults(runtime.nanoTime() < due);
      faults(number <= latest[delay]);
      latest[delay] = number;
      int before = runs;
      runs = before + 1;
    }
  }

  private final TaskRuntime runtime;
  private final SplittableRandom random;
  private final int operations;
  private final int[] counts = new int[DELAYS.length];
  private final int[] latest = {-1, -1, -1, -1}; // the carrier's
  private final List<Callback> callbacks = new ArrayList<>();
  private final List<JoinHandle<?>> handles = new ArrayList<>();
  private final Deque<Sleep> resettable = new ArrayDeque<>();
  private final Deque<Promise<Integer>> promises = new ArrayDeque<>();
  private final AtomicInteger faults = new AtomicInteger();

  StressProducer(TaskRuntime runtime, long seed, int operations) {
    this.runtime = runtime;
    this.random = new SplittableRandom(seed);
    this.operations = operations;
  }

  private void faults(boolean fault) {
    if (fault) {
      faults.incrementAndGet();
    }
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < operations; i++) {
        operate();
      }
      while (!resettable.isEmpty()) {
        resettable.poll().reset(Duration.ZERO);
      }
      while (!promises.isEmpty()) {
        promises.poll().complete(1);
      }
    } catch (RejectedExecutionException closed) {
      assertTrue(runtime.carrier().life.isClosed());
    }
  }

  private void operate() {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> schedule();
      case 3 -> withdraw();
      case 4 -> handles.add(runtime.spawn(sleeping(DELAYS[random.nextInt(DELAYS.length)])));
      case 5 -> spawnResettable();
      case 6 -> reset();
      case 7 -> spawnWaiting();
      case 8 -> wake();
      default -> {
        JoinHandle<Void> given = runtime.spawn(runtime.sleep(HOUR));
        handles.add(given);
        given.cancel();
      }
    }
  }

  private void schedule() {
    Callback callback = new Callback(random.nextInt(DELAYS.length));
    callbacks.add(callback);
    callback.schedule();
  }

  private void withdraw() {
    if (!callbacks.isEmpty()) {
      Callback recent = callbacks.get(Math.max(0, callbacks.size() - 1 - random.nextInt(50)));
      recent.withdrawn |= recent.handle.cancel();
    }
  }

  private Task<Integer> sleeping(Duration duration) {
    Sleep sleep = runtime.sleep(duration);
    return Tasks.map(
        sleep,
        nothing -> {
          faults(runtime.nanoTime() < sleep.deadlineNanos());
          return 1;
        });
  }

  /** Far away until it is reset, so that it is over only by a reset. */
  private void spawnResettable() {
    Sleep sleep = runtime.sleep(HOUR);
    resettable.add(sleep);
    handles.add(runtime.spawn(sleep));
  }

  /** Back and forth. */
  private void reset() {
    Sleep sleep = resettable.poll();
    if (sleep != null) {
      sleep.reset(HOUR.multipliedBy(2));
      sleep.reset(HOUR);
      sleep.reset(Duration.ofNanos(random.nextInt(1_000_000)));
    }
  }

  private void spawnWaiting() {
    Promise<Integer> promise = new Promise<>();
    promises.add(promise);
    handles.add(runtime.spawn(promise.asTask()));
  }

  private void wake() {
    Promise<Integer> promise = promises.poll();
    if (promise != null) {
      promise.complete(1);
    }
  }

  void assertEveryHandleEnded() {
    for (JoinHandle<?> handle : handles) {
      if (!handle.isDone()) {
        Eventually.await(handle + " ends", handle::isDone);
      }
    }
    for (Callback callback : callbacks) {
      if (callback.handle != null) {
        assertFalse(callback.handle.cancel(), "neither fired nor cancelled");
        assertTrue(callback.runs <= (callback.withdrawn ? 0 : 1));
      }
    }
    assertEquals(0, faults.get(), "early, or out of order");
  }

  /** Everything has come to its own end, without a close. */
  void assertAllEnded() {
    for (Callback callback : callbacks) {
      if (!callback.withdrawn && callback.runs == 0) {
        Eventually.await("the callback runs", () -> callback.runs > 0);
      }
    }
    assertEveryHandleEnded();
    for (Callback callback : callbacks) {
      assertEquals(callback.withdrawn ? 0 : 1, callback.runs);
    }
  }
}
