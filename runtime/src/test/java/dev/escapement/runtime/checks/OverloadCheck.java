package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Channel;
import dev.escapement.runtime.ChannelClosedException;
import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three threads spawn tasks and schedule callbacks faster than the loop can take them, for 20 s or
 * {@code -Doverload.seconds}, while a fourth wakes and cancels. The bound on pending operations
 * holds, memory stays bounded, wakes and cancels are not refused, lag tells of it, and a moment
 * after the last of them the runtime is as before.
 */
class OverloadCheck {
  private static final int BOUND = 10_000;
  private static final int PRODUCERS = 3;
  private static final Duration LASTS =
      Duration.ofSeconds(Integer.getInteger("overload.seconds", 20));
  private static final Duration WORK = Duration.ofNanos(5_000);
  private static final long BAR_HEAP = 32_000_000;
  private static final Duration BAR_RECOVERED = Duration.ofMillis(100);
  private static final Duration BAR_LAG = Duration.ofMillis(5);

  /** The whole backlog is 0.1 s of work. */
  private static final Duration BACKLOG = Duration.ofSeconds(20);

  private static final Duration WAITING = Duration.ofSeconds(5);
  private static final Duration PIECE = Duration.ofMillis(1);
  private static final int CAPACITY = 100;

  private static final int WAITING_BOUND = 10;

  /** The channel, what the worker has in hand, and a send of each that has just got through. */
  private static final int BAR_AHEAD = CAPACITY + 1 + 2 * PRODUCERS;

  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong woken = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  @Timeout(300)
  void producersThatOutrunTheLoop_areRefused_andTheRuntimeRecovers() throws Exception {
    try (TaskRuntime runtime =
        TaskRuntime.builder().name("overload").maxPendingOperations(BOUND).build()) {
      long heap = Memory.usedAfterGc();
      long end = System.nanoTime() + LASTS.toNanos();
      start(() -> wakeAndCancel(runtime, end));
      while (woken.get() == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      for (int i = 0; i < PRODUCERS; i++) {
        start(() -> produce(runtime, end));
      }
      long deepest = 0;
      long grown = 0;
      while (System.nanoTime() < end) {
        deepest = Math.max(deepest, runtime.snapshot().loop().inboxDepth());
        grown = Math.max(grown, Memory.usedAfterGc() - heap);
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      RuntimeSnapshot busy = runtime.snapshot();
      for (Thread thread : threads) {
        thread.join();
      }
      awaitTheEndOfTheWork(runtime);
      Duration recovered = BAR_RECOVERED;
      for (int i = 0; i < 5; i++) { // one may meet a pause of the machine
        Duration lag = lagOfATimer(runtime);
        recovered = lag.compareTo(recovered) < 0 ? lag : recovered;
      }
      long p99 = busy.timers().lag().quantileNanos(0.99);
      System.out.printf(
          "%d s of overload: accepted %,d, refused %,d, done %,d; inbox at most %,d messages (bound"
              + " %,d); heap grown by %s (bar %s); wakes and cancels %,d, none refused; lag p99 %d"
              + " ms%n",
          LASTS.toSeconds(),
          accepted.get(),
          refused.get(),
          done.get(),
          deepest,
          BOUND,
          Memory.megabytes(grown),
          Memory.megabytes(BAR_HEAP),
          woken.get(),
          TimeUnit.NANOSECONDS.toMillis(p99));
      System.out.printf(
          "and then: a timer %.3f ms late (bar %d ms), inbox %d messages%n",
          recovered.toNanos() / 1e6,
          BAR_RECOVERED.toMillis(),
          runtime.snapshot().loop().inboxDepth());
      assertNull(failure.get());
      assertTrue(refused.get() > 0, "nobody was refused: this was no overload");
      assertTrue(p99 > BAR_LAG.toNanos(), "lag does not tell of it: " + p99 + " ns");
      assertTrue(deepest <= BOUND + 2 * threads.size(), "inbox " + deepest);
      assertTrue(grown < BAR_HEAP, "heap grown by " + grown);
      assertEquals(accepted.get(), done.get(), "lost");
      assertTrue(recovered.compareTo(BAR_RECOVERED) < 0, "a timer is late by " + recovered);
    }
  }

  /** Producers who wait, by way of a bounded channel: they are held back, and nobody is refused. */
  @Test
  @Timeout(300)
  void producersThatWait_areHeldBackAndNeverRefused() throws Exception {
    Channel<Boolean> channel = Channel.bounded(CAPACITY);
    var mostAhead = new AtomicLong();
    try (TaskRuntime runtime =
        TaskRuntime.builder().name("held-back").maxPendingOperations(WAITING_BOUND).build()) {
      JoinHandle<Boolean> worker = runtime.spawn("worker", new Worker(runtime, channel));
      long end = System.nanoTime() + WAITING.toNanos();
      for (int i = 0; i < PRODUCERS; i++) {
        start(
            () -> {
              while (System.nanoTime() < end) {
                send(runtime, channel);
                mostAhead.accumulateAndGet(accepted.get() - done.get(), Math::max);
              }
            });
      }
      for (Thread thread : threads) {
        thread.join();
      }
      channel.close();
      assertTrue(worker.join());
      System.out.printf(
          "%d s of producers that wait: sent %,d, refused %,d, done %,d; %,d ahead of the work at"
              + " most (bar %,d)%n",
          WAITING.toSeconds(),
          accepted.get(),
          refused.get(),
          done.get(),
          mostAhead.get(),
          BAR_AHEAD);
    }
    assertNull(failure.get());
    assertEquals(0, refused.get());
    assertEquals(accepted.get(), done.get(), "lost");
    assertTrue(mostAhead.get() >= CAPACITY, "the channel was never full: " + mostAhead.get());
    assertTrue(mostAhead.get() <= BAR_AHEAD, "ahead by " + mostAhead.get());
  }

  private void send(TaskRuntime runtime, Channel<Boolean> channel) {
    try {
      runtime.blockOn(channel.send(true));
      accepted.incrementAndGet();
    } catch (RejectedExecutionException e) {
      refused.incrementAndGet();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One piece of work in a millisecond, until the channel is closed and empty. */
  private final class Worker implements Task<Boolean> {
    private final TaskRuntime runtime;
    private final Channel<Boolean> channel;
    private Task<Boolean> receiving;
    private @Nullable Sleep working;

    Worker(TaskRuntime runtime, Channel<Boolean> channel) {
      this.runtime = runtime;
      this.channel = channel;
      this.receiving = channel.receive();
    }

    @Override
    public Poll<Boolean> poll(Context context) throws Exception {
      try {
        while (true) {
          if (working == null) {
            if (!receiving.poll(context).isReady()) {
              return Poll.pending();
            }
            working = runtime.sleep(PIECE);
          }
          if (!working.poll(context).isReady()) {
            return Poll.pending();
          }
          working = null;
          done.incrementAndGet();
          receiving = channel.receive();
        }
      } catch (ChannelClosedException e) {
        return Poll.ready(true);
      }
    }
  }

  private void start(Runnable body) {
    Thread thread = new Thread(body, "overload-" + threads.size());
    thread.setUncaughtExceptionHandler((t, thrown) -> failure.set(thrown));
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void produce(TaskRuntime runtime, long end) {
    while (System.nanoTime() < end) {
      try {
        runtime.spawn(
            context -> {
              work();
              return Poll.ready(true);
            });
        accepted.incrementAndGet();
        runtime.schedule(Duration.ZERO, this::work);
        accepted.incrementAndGet();
      } catch (RejectedExecutionException e) {
        refused.incrementAndGet();
      }
    }
  }

  /** Slow enough for a loop to be outrun by less than all processors. */
  private void work() {
    long end = System.nanoTime() + WORK.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    done.incrementAndGet();
  }

  /** What must never be refused: a task's wake, and the cancel of a timer. */
  private void wakeAndCancel(TaskRuntime runtime, long end) {
    var waker = new AtomicReference<>(Waker.noop());
    var task =
        runtime.spawn(
            context -> {
              waker.set(context.waker());
              return Poll.pending();
            });
    while (System.nanoTime() < end) {
      waker.get().wake();
      try {
        var timer = runtime.schedule(Duration.ofHours(1), () -> {});
        assertTrue(timer.cancel());
      } catch (RejectedExecutionException e) {
        refused.incrementAndGet();
      }
      woken.incrementAndGet();
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    task.cancel();
  }

  /** Until all of it is done, and the loop says so; if something is lost, the count tells. */
  private void awaitTheEndOfTheWork(TaskRuntime runtime) {
    long end = System.nanoTime() + BACKLOG.toNanos();
    while (System.nanoTime() < end) {
      RuntimeSnapshot.Loop loop = runtime.snapshot().loop();
      if (done.get() == accepted.get() && loop.inboxDepth() + loop.ready() == 0) {
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static Duration lagOfATimer(TaskRuntime runtime) throws InterruptedException {
    var lag = new AtomicLong();
    var fired = new CountDownLatch(1);
    long due = runtime.nanoTime() + Duration.ofMillis(200).toNanos();
    runtime.schedule(
        Duration.ofNanos(due - runtime.nanoTime()),
        () -> {
          lag.set(runtime.nanoTime() - due);
          fired.countDown();
        });
    assertTrue(fired.await(10, TimeUnit.SECONDS));
    return Duration.ofNanos(lag.get());
  }
}
