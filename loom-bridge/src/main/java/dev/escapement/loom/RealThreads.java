package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Waker;
import dev.escapement.runtime.spi.ThreadSleep;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads in real time: the JDK's own. */
final class RealThreads implements Threads {
  static final RealThreads INSTANCE = new RealThreads();

  private RealThreads() {}

  @Override
  public Thread unstarted(
      @Nullable StackTraceElement askedAt, Thread.Builder builder, Runnable body) {
    return builder.unstarted(body);
  }

  @Override
  public Thread unstartedForUser(
      @Nullable StackTraceElement askedAt, Thread.Builder builder, Runnable body) {
    return builder.unstarted(body);
  }

  @Override
  public void start(Thread thread) {
    thread.start();
  }

  @Override
  public void forget(Thread unstarted) {}

  @Override
  public @Nullable ThreadSleep beginSleep(LoomBridge bridge, long deadlineNanos, long nowNanos)
      throws InterruptedException {
    BlockedThread.throwIfOver(Frame.currentLimit());
    return deadlineNanos <= nowNanos ? null : bridge.access.startSleep(deadlineNanos, nowNanos);
  }

  @Override
  public void park(Object blocker) {
    LockSupport.park(blocker);
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  @Override
  public Context context(Waker waker) {
    return Context.of(waker);
  }

  @Override
  public void join(Thread thread) throws InterruptedException {
    thread.join();
  }

  @Override
  public boolean isAlive(Thread thread) {
    return thread.isAlive();
  }

  @Override
  public void refuseOutsiders(String call) {}
}
