package dev.escapement.benchmarks.peers;

import dev.escapement.runtime.LagMode;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.TimerHandle;
import java.time.Duration;

/** Callbacks that a runtime schedules. */
final class EscapementCallbacks implements Peer<TimerHandle> {
  private final TaskRuntime runtime;

  EscapementCallbacks(LagMode mode) {
    this.runtime = TaskRuntime.builder().lagMode(mode).build();
  }

  @Override
  public TimerHandle after(long delayNanos, Runnable body) {
    return runtime.schedule(Duration.ofNanos(delayNanos), body);
  }

  @Override
  public void cancel(TimerHandle timer) {
    var _ = timer.cancel();
  }

  @Override
  public void execute(Runnable body) {
    var _ = runtime.schedule(Duration.ZERO, body);
  }
}
