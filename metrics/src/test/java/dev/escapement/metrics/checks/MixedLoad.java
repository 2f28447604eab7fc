package dev.escapement.metrics.checks;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.Context;
import dev.escapement.runtime.Interval;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;

/**
 * A runtime with something of everything: an interval that misses ticks now and then, time limits
 * that are kept and exceeded, tasks that are cancelled, timers that are reset, and virtual threads.
 */
final class MixedLoad implements AutoCloseable {
  private static final int SLEEPERS = 8;
  private static final Duration NEVER_DUE = Duration.ofHours(1);

  private final TaskRuntime runtime =
      TaskRuntime.builder().name("mixed").uncaughtHandler((task, cause) -> {}).build();
  private final LoomBridge bridge = LoomBridge.of(runtime);

  MixedLoad() {
    var _ = runtime.spawn(new Ticker(runtime.interval(Duration.ofMillis(5))));
    var _ = bridge.fork("driver", this::drive);
    for (int i = 1; i <= SLEEPERS; i++) {
      Duration pause = Duration.ofMillis(i);
      var _ = bridge.fork("sleeper-" + i, () -> sleepOverAndOver(pause));
    }
  }

  TaskRuntime runtime() {
    return runtime;
  }

  /** Holds the carrier for two periods and more at every fortieth tick. */
  private static final class Ticker implements Task<Integer> {
    private static final long HOLD_NANOS = 12_000_000;

    private final Interval interval;
    private Task<Interval.Tick> next;
    private int ticks;

    Ticker(Interval interval) {
      this.interval = interval;
      this.next = interval.tick();
    }

    @Override
    public Poll<Integer> poll(Context context) throws Exception {
      while (next.poll(context).isReady()) {
        next = interval.tick();
        if (++ticks % 40 == 0) {
          long end = System.nanoTime() + HOLD_NANOS;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        }
      }
      return Poll.pending();
    }
  }

  private int drive() throws InterruptedException {
    Duration brief = Duration.ofMillis(1);
    Duration ample = Duration.ofMillis(500);
    Sleep distant = runtime.sleep(NEVER_DUE);
    var _ = runtime.spawn(distant);
    for (int i = 0; ; i++) {
      distant.reset(NEVER_DUE);
      var _ = runtime.spawn(runtime.timeout(ample, runtime.sleep(brief)));
      if (i % 10 == 0) {
        var _ = runtime.spawn(runtime.timeout(brief, runtime.sleep(ample)));
        var _ = runtime.spawn(runtime.sleep(ample)).cancel();
        runtime.schedule(brief, () -> {});
      }
      bridge.sleep(Duration.ofMillis(5));
    }
  }

  private int sleepOverAndOver(Duration pause) throws InterruptedException {
    while (true) {
      bridge.sleep(pause);
    }
  }

  @Override
  public void close() {
    runtime.close();
  }
}
