package dev.escapement.loom.model;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import java.util.concurrent.CancellationException;

/** Awaits a timer that others may reset and cancel, and that may be awaited again. */
record TimerWait(Sleep timer) implements Task<String> {
  @Override
  public Poll<String> poll(Context context) {
    try {
      return timer.poll(context).isReady() ? Poll.ready("over") : Poll.pending();
    } catch (CancellationException e) {
      return Poll.ready(Model.CANCELLED);
    } catch (IllegalStateException e) {
      return Poll.ready("spent");
    }
  }

  @Override
  public void cancel() {
    timer.cancel();
  }
}
