package dev.escapement.benchmarks.peers;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Whatever has the JDK's interface of scheduled executors. */
final class ScheduledExecutor implements Peer<Future<?>> {
  private final ScheduledExecutorService executor;

  ScheduledExecutor(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  /** The JDK's executor with one thread, in its best setting for timers that are cancelled. */
  static ScheduledExecutor ofOneThread() {
    var executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    executor.setRemoveOnCancelPolicy(true);
    return new ScheduledExecutor(executor);
  }

  @Override
  public Future<?> after(long delayNanos, Runnable body) {
    return executor.schedule(body, delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void cancel(Future<?> timer) {
    var _ = timer.cancel(false);
  }

  @Override
  public void execute(Runnable body) {
    executor.execute(body);
  }

  @Override
  public HandOver handOver() {
    return new ExecutorHandOver(executor);
  }
}
