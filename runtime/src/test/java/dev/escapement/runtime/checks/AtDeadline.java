package dev.escapement.runtime.checks;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Tells its deadline once a sleep is over. */
record AtDeadline(Sleep sleep, LongConsumer over) implements Task<@Nullable Void> {
  @Override
  public Poll<@Nullable Void> poll(Context context) {
    Poll<@Nullable Void> polled = sleep.poll(context);
    if (polled.isReady()) {
      over.accept(sleep.deadlineNanos());
    }
    return polled;
  }
}
