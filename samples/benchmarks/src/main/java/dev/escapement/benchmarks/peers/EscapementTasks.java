package dev.escapement.benchmarks.peers;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Tasks that a runtime polls, each with a sleep in it. */
final class EscapementTasks implements Peer<JoinHandle<@Nullable Void>> {
  private final TaskRuntime runtime = TaskRuntime.start();

  @Override
  public JoinHandle<@Nullable Void> after(long delayNanos, Runnable body) {
    return runtime.spawn(new SleepThen(runtime.sleep(Duration.ofNanos(delayNanos)), body));
  }

  @Override
  public void cancel(JoinHandle<@Nullable Void> timer) {
    var _ = timer.cancel();
  }

  @Override
  public void execute(Runnable body) {
    Task<Boolean> task =
        context -> {
          body.run();
          return Poll.ready(true);
        };
    var _ = runtime.spawn(task);
  }

  @Override
  public void oneAfterAnother(int times, long delayNanos, LongConsumer fired) {
    var _ = runtime.spawn(new SleepChain(runtime, times, delayNanos, fired));
  }

  @Override
  public HandOver handOver() {
    return new TaskHandOver(runtime);
  }
}
