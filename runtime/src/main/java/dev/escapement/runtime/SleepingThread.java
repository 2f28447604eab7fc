package dev.escapement.runtime;

import dev.escapement.runtime.spi.ThreadSleep;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   thread     creator; cleared by who ends   carrier, closer, the   plain at creation (published as Timer's fields are); then
 *              the sleep                      thread itself          release, acquire                              [E1]
 *   seq        once it has fired: carrier     the thread itself      plain                                         [E1]
 *   (the rest is Timer's)
 * Ordering
 *   E1  carrier: set FIRED, write in seq when, clear thread, unpark.  closer: set CANCELLED, clear thread, unpark.  thread: park,
 *       then look whether thread is cleared, and if not, park again. So a thread that finds it cleared reads why the sleep has
 *       ended, and when; and one that does not will be unparked. A permit is never relied on. A thread that cancels clears it
 *       by itself first, so that it is not unparked for that, and does not look again.
 * Evidence   SleepingThreadTest, the bridge's SleepTest and StormTest. Races: SleepingThreadRace, StrayUnparkRace (E1)
 */
/**
 * A timer that unparks the thread which has made it: there is no waker, and nobody else to know.
 */
final class SleepingThread extends Timer implements ThreadSleep {
  private static final VarHandle THREAD =
      Fields.find(MethodHandles.lookup(), "thread", Thread.class);

  private @Nullable Thread thread = Thread.currentThread();

  private SleepingThread(Carrier carrier, long deadline) {
    super(carrier, deadline);
  }

  static SleepingThread start(Carrier carrier, long deadline, long now) {
    SleepingThread sleep = new SleepingThread(carrier, deadline);
    sleep.armUnshared(carrier.inbox.stripe(), now);
    return sleep;
  }

  private @Nullable Thread threadAcquire() {
    return (@Nullable Thread) THREAD.getAcquire(this);
  }

  private void clearThreadRelease() {
    THREAD.setRelease(this, (Thread) null);
  }

  @Override
  long deadlineVolatile() {
    return due; // which never changes: there is no reset
  }

  @Override
  public boolean isOver() {
    if (threadAcquire() != null) {
      return false;
    }
    if (phase() == CANCELLED) {
      throw new CancellationException(endedByClose());
    }
    return true;
  }

  @Override
  public void recordResumeLag() {
    carrier.counters.resumeLag.recordShared(carrier.time.nanoTime() - wokenNanos());
  }

  long wokenNanos() {
    return seq;
  }

  @Override
  public void cancel() {
    clearThreadRelease();
    tryCancel();
  }

  @Override
  void onFired() {
    seq = carrier.turnNanos();
    wake();
  }

  @Override
  void onCancelled() {
    wake();
  }

  private void wake() {
    Thread sleeper = threadAcquire();
    if (sleeper != null) {
      clearThreadRelease();
      CallOuts.unpark(sleeper);
    }
  }
}
