package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sleeps, then prints its number. The sleep is made at the first poll, so that its time counts from
 * there, however long the job stood in the queue.
 */
final class Job implements Task<@Nullable Void> {
  private final Plan plan;
  private final int number;
  private @Nullable Sleep sleep;

  /** What all jobs of a run have in common. */
  record Plan(Duration nap, Lines lines) {}

  Job(Plan plan, int number) {
    this.plan = plan;
    this.number = number;
  }

  @Override
  public Poll<@Nullable Void> poll(Context context) {
    Sleep nap = sleep;
    if (nap == null) {
      nap = context.runtime().sleep(plan.nap());
      sleep = nap;
    }
    if (!nap.poll(context).isReady()) {
      return Poll.pending(); // the sleep keeps the waker, so nothing is left to arrange
    }
    plan.lines().print(number);
    return Poll.ready(null);
  }

  /** Whoever gives up the job takes its timer out of the heap. */
  @Override
  public void cancel() {
    Sleep nap = sleep;
    if (nap != null) {
      nap.cancel();
    }
  }
}
