package dev.escapement.samples.soak;

import dev.escapement.runtime.Interval;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.MissedTick;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** Runtimes that are built, used and closed again: driven by the caller, drained, or cut off. */
final class Lives implements Party {
  private static final int SIZE = 20;
  private static final int TICKS = 5;
  private static final Duration PERIOD = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final Tally tally;

  Lives(Tally tally) {
    this.tally = tally;
  }

  @Override
  public void once() throws Exception {
    drive();
    drain();
    cutOff();
  }

  /** Ticks of an interval, on a loop that runs only while it is waited for. */
  private void drive() throws ExecutionException, InterruptedException {
    try (TaskRuntime driven = TaskRuntime.builder().name("driven").withoutOwnThread().build()) {
      Interval interval = driven.interval(PERIOD).onMissedTick(MissedTick.BURST);
      long first = driven.blockOn(interval.tick()).scheduledNanos();
      for (int i = 1; i < TICKS; i++) {
        Interval.Tick tick = driven.blockOn(interval.tick());
        tally.expect(tick.index() == i + 1, "every tick comes, in order");
        tally.expect(tick.scheduledNanos() == first + i * PERIOD.toNanos(), "on the grid");
        tally.expect(driven.nanoTime() >= tick.scheduledNanos(), "a tick is never early");
      }
    }
  }

  private void drain() throws InterruptedException {
    List<JoinHandle<Integer>> handles = new ArrayList<>();
    TaskRuntime drained = TaskRuntime.builder().name("drained").build();
    for (int i = 0; i < SIZE; i++) {
      int number = i;
      handles.add(drained.spawn(Tasks.map(drained.sleep(PERIOD.multipliedBy(i)), done -> number)));
    }
    drained.close(LONG);
    for (int i = 0; i < SIZE; i++) {
      try {
        tally.expect(handles.get(i).join() == i, "what is drained has its value");
      } catch (ExecutionException | CancellationException e) {
        tally.expect(false, "what is drained comes to its end");
      }
    }
  }

  private void cutOff() throws ExecutionException, InterruptedException {
    TaskRuntime closed = TaskRuntime.builder().name("closed").build();
    List<JoinHandle<?>> handles = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      handles.add(closed.spawn(closed.sleep(LONG)));
    }
    closed.close();
    for (JoinHandle<?> handle : handles) {
      try {
        handle.join();
        tally.expect(false, "what is cut off has no value");
      } catch (CancellationException e) {
        tally.expect(!handle.cancel(), "what is cut off has ended");
      }
    }
    try {
      var _ = closed.spawn(Tasks.ready(true));
      tally.expect(false, "a closed runtime takes nothing");
    } catch (RejectedExecutionException e) {
      tally.expect(closed.snapshot().tasks().live() == 0, "a closed runtime has no task");
    }
  }
}
