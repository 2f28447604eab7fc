package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An error of the loop itself: the runtime ends loudly, and nobody waits for ever. */
class BrokenLoopTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final CapturedLog log = new CapturedLog();
  private final CountDownLatch breaks = new CountDownLatch(1);
  private final Error broken = new AssertionError("the clock is broken");

  /** Real time, until the park that breaks. */
  private final class BreakingTime implements TimeSource {
    private final SystemTime real = new SystemTime(LagMode.PRECISE);

    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public InstantSource clock() {
      return real.clock();
    }

    @Override
    public void park(long deadlineNanos, BooleanSupplier woken) {
      if (breaks.getCount() == 0) {
        throw broken;
      }
      real.park(deadlineNanos, woken);
    }

    @Override
    public void unpark(Thread carrier) {
      real.unpark(carrier);
    }

    @Override
    public boolean isVirtual() {
      return false;
    }
  }

  @AfterEach
  void restore() {
    log.close();
    WatchdogThread.awaitNone();
  }

  private void assertEndedLoudly(TaskRuntime runtime) {
    assertThrows(RejectedExecutionException.class, () -> runtime.spawn(Tasks.ready(1)));
    assertEquals(1, log.atLeast(Level.SEVERE).size());
    assertSame(broken, log.atLeast(Level.SEVERE).getFirst().getThrown());
    runtime.close();
  }

  @Test
  void loop_thatBreaksOnItsOwnThread_failsEveryHandle() {
    TaskRuntime runtime = TaskRuntime.builder().timeSource(new BreakingTime()).build();
    Thread carrier = threadOf(runtime);
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    Sleep hour = runtime.sleep(HOUR);
    JoinHandle<Void> last =
        runtime.spawn(
            context -> {
              breaks.countDown();
              return hour.poll(context);
            });
    assertThrows(CancellationException.class, () -> pending.join(Eventually.LIMIT));
    assertThrows(CancellationException.class, () -> last.join(Eventually.LIMIT));
    Eventually.awaitEnd(carrier);
    assertEndedLoudly(runtime);
  }

  private static Thread threadOf(TaskRuntime runtime) {
    Eventually.await("it runs", () -> runtime.carrier().thread() != null);
    return runtime.carrier().thread();
  }

  @Test
  void loop_thatBreaksUnderACaller_failsEveryHandle() {
    TaskRuntime runtime =
        TaskRuntime.builder().withoutOwnThread().timeSource(new BreakingTime()).build();
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    breaks.countDown();
    Throwable told = assertThrows(Throwable.class, () -> runtime.blockOn(runtime.sleep(HOUR)));
    assertTrue(told == broken || told instanceof CancellationException, told::toString);
    assertThrows(CancellationException.class, pending::join);
    assertEndedLoudly(runtime);
  }
}
