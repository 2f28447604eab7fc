package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code joinAll} as an ordinary task: polls its children in turn, drops the finished ones, and is
 * ready when none is left. The children get the parent's waker, so whichever child is woken, the
 * parent is polled, and polls all that are left. {@code Tasks.joinAll} gives each child a waker of
 * its own and polls only those that were woken.
 */
final class JoinByHand implements Task<@Nullable Void> {
  private final List<Task<?>> left;
  private long childPolls;

  JoinByHand(Collection<? extends Task<?>> children) {
    this.left = new ArrayList<>(children);
  }

  @Override
  public Poll<@Nullable Void> poll(Context context) throws Exception {
    int stillLeft = 0;
    for (int i = 0; i < left.size(); i++) {
      Task<?> child = left.get(i);
      childPolls++;
      if (!child.poll(context).isReady()) {
        left.set(stillLeft++, child);
      }
    }
    left.subList(stillLeft, left.size()).clear();
    return left.isEmpty() ? Poll.ready(null) : Poll.pending();
  }

  @Override
  public void cancel() {
    left.forEach(Task::cancel);
    left.clear();
  }

  long childPolls() {
    return childPolls;
  }
}
