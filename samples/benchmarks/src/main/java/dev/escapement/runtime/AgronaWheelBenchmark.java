package dev.escapement.runtime;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same on Agrona's wheel: ticks of a millisecond, no order within a tick. */
@State(Scope.Thread)
public class AgronaWheelBenchmark {
  private static final long SPAN = TimerHeapBenchmark.SPAN;
  private static final long TICK = 1 << 20;
  private static final int TICKS = 1024;

  @Param({"1000", "100000", "1000000"})
  int pending;

  private final SplittableRandom random = new SplittableRandom(1);
  private DeadlineTimerWheel wheel = wheel();
  private long[] timers = {};
  private long now;

  private static DeadlineTimerWheel wheel() {
    return new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, TICK, TICKS);
  }

  @Setup
  public void fill() {
    wheel = wheel();
    timers = new long[pending];
    for (int i = 0; i < pending; i++) {
      timers[i] = wheel.scheduleTimer(random.nextLong(SPAN));
    }
  }

  /** Any timer leaves, and another one comes. */
  @Benchmark
  public void insertAndCancel() {
    int at = random.nextInt(pending);
    wheel.cancelTimer(timers[at]);
    timers[at] = wheel.scheduleTimer(now + random.nextLong(SPAN));
  }

  /** A timer fires, and another one comes. */
  @Benchmark
  public void insertAndFire() {
    while (wheel.poll(now, (unit, time, timer) -> true, 1) == 0) {
      now += TICK;
    }
    wheel.scheduleTimer(now + random.nextLong(SPAN));
  }
}
