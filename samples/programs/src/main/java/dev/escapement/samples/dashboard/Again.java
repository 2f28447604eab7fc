package dev.escapement.samples.dashboard;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Tasks;
import java.util.function.Supplier;

/** Awaits one task after another, each made when the one before it has ended; never ready. */
final class Again implements Task<Void> {
  private final Supplier<? extends Task<?>> next;
  private Task<?> current = Tasks.yieldNow();

  Again(Supplier<? extends Task<?>> next) {
    this.next = next;
  }

  @Override
  public Poll<Void> poll(Context context) throws Exception {
    while (current.poll(context).isReady()) {
      current = next.get();
    }
    return Poll.pending();
  }

  @Override
  public void cancel() {
    current.cancel();
  }
}
