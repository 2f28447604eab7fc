package dev.escapement.runtime;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The way of a timer from an outside thread to the heap and out of it, played by one thread. */
@State(Scope.Thread)
public class InboxBenchmark {
  private static final long FAR = Long.MAX_VALUE / 2;

  private final Carrier carrier = TaskRuntime.builder().withoutOwnThread().build().carrier();

  /** Scheduled and cancelled before the carrier looks. */
  @Benchmark
  public boolean cancelBeforeTaken() {
    TimerHandle timer = armed();
    boolean cancelled = timer.cancel();
    take();
    return cancelled;
  }

  /** Scheduled, taken into the heap, cancelled, taken out. */
  @Benchmark
  public boolean cancelAfterTaken() {
    TimerHandle timer = armed();
    take();
    boolean cancelled = timer.cancel();
    take();
    return cancelled;
  }

  private static void never() {}

  private TimerHandle armed() {
    var timer = new TimerHandle(carrier, FAR, InboxBenchmark::never);
    timer.armUnshared(carrier.inbox.stripe(), 0);
    return timer;
  }

  private void take() {
    carrier.inbox.markAll();
    carrier.inbox.take(1);
  }
}
