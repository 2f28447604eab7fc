package dev.escapement.metrics.checks;

import dev.escapement.loom.LoomBridge;
import dev.escapement.metrics.EscapementMetrics;
import dev.escapement.runtime.Interval;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;

/** A runtime with a healthy load of every kind: virtual threads, callbacks, ticks, time limits. */
final class Subject implements AutoCloseable {
  private static final int THREADS = 10;
  private static final int CALLBACKS = 5;
  private static final Duration THREAD_PAUSE = Duration.ofMillis(50);
  private static final Duration CALLBACK_PAUSE = Duration.ofMillis(20);
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  final JumpingClock clock = new JumpingClock();
  final TaskRuntime runtime;
  final LoomBridge bridge;
  private final EscapementMetrics metrics;

  Subject(String name, MeterRegistry registry) {
    var builder = TaskRuntime.builder().name(name);
    runtime = (name.equals(Faults.JUMPED) ? builder.timeSource(clock) : builder).build();
    bridge = LoomBridge.of(runtime);
    metrics = new EscapementMetrics(runtime, List.of());
    metrics.bindTo(registry);
    for (int i = 0; i < THREADS; i++) {
      Thread thread = bridge.threadFactory().newThread(this::sleepAgainAndAgain);
      thread.start();
    }
    for (int i = 0; i < CALLBACKS; i++) {
      again(CALLBACK_PAUSE, () -> {});
    }
    again(PERIOD, () -> runtime.spawn(runtime.timeout(LIMIT, runtime.sleep(CALLBACK_PAUSE))));
    var _ = runtime.spawn("ticks", ticks(runtime.interval(PERIOD), Duration.ZERO));
  }

  private void sleepAgainAndAgain() {
    try {
      while (true) {
        bridge.sleep(THREAD_PAUSE);
      }
    } catch (Exception closed) {
      // the end of the runtime
    }
  }

  /** Calls back on the carrier, for as long as the runtime lives. */
  void again(Duration pause, Runnable body) {
    runtime.schedule(
        pause,
        () -> {
          body.run();
          again(pause, body);
        });
  }

  /** Awaits ticks, and after each something that lasts for a while, without end. */
  Task<Void> ticks(Interval interval, Duration work) {
    return Tasks.then(
        interval.tick(), tick -> Tasks.then(runtime.sleep(work), done -> ticks(interval, work)));
  }

  @Override
  public void close() {
    metrics.close();
    runtime.close();
  }
}
