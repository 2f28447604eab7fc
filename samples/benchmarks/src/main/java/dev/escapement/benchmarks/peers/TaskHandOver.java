package dev.escapement.benchmarks.peers;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Waker;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Two tasks of one runtime, of which each poll wakes the other. */
final class TaskHandOver implements HandOver {
  private final TaskRuntime runtime;

  TaskHandOver(TaskRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void roundTrips(int count) throws InterruptedException {
    var one = new Side(count);
    var other = new Side(count);
    one.partner = other;
    other.partner = one;
    other.turn = false;
    try {
      JoinHandle<@Nullable Void> last = runtime.spawn(other);
      runtime.blockOn(one);
      last.join();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Side implements Task<@Nullable Void> {
    private int left;
    private boolean turn = true;
    private @Nullable Side partner;
    private @Nullable Waker waker;

    Side(int count) {
      this.left = count;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
      waker = context.waker();
      Side to = partner;
      if (!turn || to == null) {
        return Poll.pending();
      }
      turn = false;
      to.turn = true;
      if (to.waker != null) {
        to.waker.wake();
      }
      return --left == 0 ? Poll.ready(null) : Poll.pending();
    }
  }
}
