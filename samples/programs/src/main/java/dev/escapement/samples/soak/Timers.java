package dev.escapement.samples.soak;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.TimerHandle;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Callbacks that fire or are cancelled, and sleeps that are put off, from outside the loop. */
final class Timers implements Party {
  private static final int BATCH = 50;
  private static final Duration LONGEST = Duration.ofMillis(20);

  private final TaskRuntime runtime;
  private final Tally tally;

  Timers(TaskRuntime runtime, Tally tally) {
    this.runtime = runtime;
    this.tally = tally;
  }

  private static Duration some() {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(LONGEST.toNanos()));
  }

  @Override
  public void once() {
    var calledBack = new AtomicInteger();
    int cancelled = 0;
    for (int i = 0; i < BATCH; i++) {
      TimerHandle timer = schedule(calledBack);
      if (i % 3 == 0) {
        cancelled += timer.cancel() ? 1 : 0;
      }
    }
    Sleep putOff = putOff();
    // late is allowed for a minute, lost is not
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while ((calledBack.get() + cancelled < BATCH || !putOff.isElapsed())
        && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    tally.expect(calledBack.get() + cancelled == BATCH, "a callback runs, or is cancelled");
    tally.expect(putOff.isElapsed(), "a sleep that was put off is over");
    tally.expect(runtime.nanoTime() >= putOff.deadlineNanos(), "and not before");
  }

  private TimerHandle schedule(AtomicInteger calledBack) {
    Duration delay = some();
    long due = runtime.nanoTime() + delay.toNanos();
    var ran = new AtomicBoolean();
    return runtime.schedule(
        delay,
        () -> {
          tally.expect(runtime.nanoTime() >= due, "a callback is never early");
          tally.expect(ran.compareAndSet(false, true), "a callback runs once");
          calledBack.incrementAndGet();
        });
  }

  /** One that is put off several times, and another that is cancelled. */
  private Sleep putOff() {
    Sleep sleep = runtime.sleep(some());
    sleep.poll(Context.of(Waker.noop()));
    Sleep other = runtime.sleep(Duration.ofHours(1));
    other.poll(Context.of(Waker.noop()));
    for (int i = 0; i < 5; i++) {
      sleep.reset(some());
      other.reset(some().plusHours(1));
    }
    other.cancel();
    return sleep;
  }
}
