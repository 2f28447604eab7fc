package dev.escapement.runtime;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/*
 * How a chain of any depth runs in constant stack. Each link wraps the task before it, so a chain of links is a linked list
 * that ends at a task which is no link. The first poll walks down that list and turns it over: every link becomes a frame on
 * the stack of the outermost one, the root, and the innermost task becomes the root's current task. When the current task is
 * ready, frames are popped and their steps applied. A step that yields another task makes that one current, and if it is a
 * chain again it is unrolled in the same way: neither the Java stack nor, for a loop written with then, the frames grow.
 *
 * A chain that was polled before it was handed over is treated like any other task.
 *
 * Ownership    everything is confined to the owner's polling thread.
 *   current    of an unstarted link: the task before it. Of a frame: null. Of a root: the task being polled; null at the end.
 *   below      of an unstarted link: null. Of a frame: the frame under it. Of a root: the top of its stack, Bottom.FRAME if empty.
 */
/** One link of a chain: a task and what to do with its result. */
abstract sealed class Chain<R extends @Nullable Object> implements Task<R> {
  /** So many links are unrolled or applied in one poll; then the others have their turn. */
  private static final int LINKS_PER_POLL = 256;

  private @Nullable Task<?> current;
  private @Nullable Chain<?> below;

  private Chain(Task<?> current) {
    this.current = current;
  }

  /** What this link makes of the outcome before it: a {@link Task}, or an {@link Outcome}. */
  abstract Object apply(Outcome before) throws Exception;

  /** Stands under the frames of a root whose own step has been applied. */
  private static final class Bottom {
    static final Chain<?> FRAME = new OnValue<>(new Yield(), value -> value);
  }

  /** A value, or a failure if {@code cause} is not null. */
  record Outcome(@Nullable Object value, @Nullable Throwable cause) {}

  /** {@code map}: a step from value to value. */
  static final class OnValue<R extends @Nullable Object> extends Chain<R> {
    private final Tasks.Step<@Nullable Object, ?> step;

    OnValue(Task<?> task, Tasks.Step<@Nullable Object, ?> step) {
      super(task);
      this.step = step;
    }

    @Override
    Object apply(Outcome before) throws Exception {
      return before.cause() == null ? new Outcome(step.apply(before.value()), null) : before;
    }
  }

  /** {@code then}: a step from value to task. */
  static final class OnValueTask<R extends @Nullable Object> extends Chain<R> {
    private final Tasks.Step<@Nullable Object, ? extends Task<?>> step;

    OnValueTask(Task<?> task, Tasks.Step<@Nullable Object, ? extends Task<?>> step) {
      super(task);
      this.step = step;
    }

    @Override
    Object apply(Outcome before) throws Exception {
      return before.cause() == null ? Tasks.made(step.apply(before.value()), "then") : before;
    }
  }

  /** {@code recover}: a step from cause to task. */
  static final class OnFailure<R extends @Nullable Object> extends Chain<R> {
    private final Tasks.Step<? super Throwable, ? extends Task<?>> step;

    OnFailure(Task<?> task, Tasks.Step<? super Throwable, ? extends Task<?>> step) {
      super(task);
      this.step = step;
    }

    @Override
    Object apply(Outcome before) throws Exception {
      return before.cause() == null ? before : Tasks.made(step.apply(before.cause()), "recover");
    }
  }

  /** {@code defer}: a task that is made at the first poll. */
  static final class Deferred<R extends @Nullable Object> extends Chain<R> {
    private final Callable<? extends Task<?>> factory;

    Deferred(Callable<? extends Task<?>> factory) {
      super(Tasks.<@Nullable Object>ready(null));
      this.factory = factory;
    }

    @Override
    Object apply(Outcome before) throws Exception {
      return Tasks.made(factory.call(), "defer");
    }
  }

  @Override
  public Poll<R> poll(Context context) throws Exception {
    Task<?> task = current;
    if (task == null) {
      throw Waits.polledAfterEnd("a chain of map, then, recover or defer", context);
    }
    Chain<?> top = below == null ? this : below;
    // If this is polled again from within, or an error passes by, it has ended.
    current = null;
    for (int links = LINKS_PER_POLL; links > 0; links--) {
      if (task instanceof Chain<?> link && link.below == null && link.current != null) {
        task = link.current;
        link.current = null;
        link.below = top;
        top = link;
        continue;
      }
      Outcome outcome = pollOnce(task, context);
      if (outcome == null) {
        below = top;
        current = task;
        return Poll.pending();
      }
      if (top == Bottom.FRAME) {
        return result(outcome);
      }
      Chain<?> frame = top;
      top = frame == this || frame.below == null ? Bottom.FRAME : frame.below;
      task = applied(frame, outcome);
    }
    below = top;
    current = task;
    context.waker().wake();
    return Poll.pending();
  }

  /** Null if the task is pending. */
  private static @Nullable Outcome pollOnce(Task<?> task, Context context) {
    if (task instanceof Settled settled) {
      return settled.outcome();
    }
    try {
      return switch (Waits.polled(task.poll(context), context)) {
        case Poll.Ready<?> ready -> new Outcome(ready.value(), null);
        case Poll.Pending<?> pending -> null;
      };
    } catch (Throwable t) {
      return new Outcome(null, t);
    }
  }

  private static Task<?> applied(Chain<?> frame, Outcome before) {
    try {
      Object next = frame.apply(before);
      return next instanceof Task<?> task ? task : new Settled((Outcome) next);
    } catch (Throwable t) {
      return new Settled(new Outcome(null, t));
    }
  }

  @SuppressWarnings("unchecked") // the outermost link's step made an R
  private Poll<R> result(Outcome outcome) {
    if (outcome.cause() != null) {
      throw Sneaky.raise(outcome.cause());
    }
    return (Poll<R>) Poll.ready(outcome.value());
  }

  @Override
  public void cancel() {
    Task<?> task = current;
    current = null;
    below = null;
    while (task instanceof Chain<?> link && link.below == null && link.current != null) {
      task = link.current;
      link.current = null;
    }
    if (task != null) {
      task.cancel();
    }
  }

  /** An outcome between two frames. */
  private record Settled(Outcome outcome) implements Task<@Nullable Object> {
    @Override
    public Poll<@Nullable Object> poll(Context context) {
      throw new AssertionError("only a chain holds this, and looks inside instead");
    }
  }
}
