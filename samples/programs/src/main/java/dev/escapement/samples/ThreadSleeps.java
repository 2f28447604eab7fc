package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sleeps of the naive kind: each starts a thread that sleeps and then wakes the task. */
final class ThreadSleeps implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();

  /** Starts its thread at the first poll. */
  Task<@Nullable Void> sleep(Duration duration) {
    return new ThreadSleep(duration);
  }

  /** Ends and joins all threads. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    threads.forEach(Threads::join);
  }

  private final class ThreadSleep implements Task<@Nullable Void> {
    private final Duration duration;
    private boolean started;
    private volatile @Nullable Waker waker;
    private volatile boolean over;

    ThreadSleep(Duration duration) {
      this.duration = duration;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
      // First the waker, then the look: the thread does it the other way round, so that either the
      // look sees that it is over, or the thread sees this waker.
      waker = context.waker();
      if (over) {
        return Poll.ready(null);
      }
      if (!started) {
        started = true;
        Thread thread = new Thread(this::sleepThenWake, "sleep-" + threads.size());
        threads.add(thread);
        thread.start();
      }
      return Poll.pending();
    }

    private void sleepThenWake() {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException closed) {
        return;
      }
      over = true;
      Waker latest = waker;
      if (latest != null) {
        latest.wake();
      }
    }
  }
}
