package dev.escapement.benchmarks.peers;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import org.jspecify.annotations.Nullable;

/** The smallest task that sleeps and then does something. */
final class SleepThen implements Task<@Nullable Void> {
  private final Sleep sleep;
  private final Runnable body;

  SleepThen(Sleep sleep, Runnable body) {
    this.sleep = sleep;
    this.body = body;
  }

  @Override
  public Poll<@Nullable Void> poll(Context context) {
    Poll<@Nullable Void> slept = sleep.poll(context);
    if (slept.isReady()) {
      body.run();
    }
    return slept;
  }

  @Override
  public void cancel() {
    sleep.cancel();
  }
}
