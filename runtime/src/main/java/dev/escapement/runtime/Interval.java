package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Ticks on a fixed grid: tick n is scheduled at the creation plus n periods, for n = 1, 2, …, so
 * that nothing drifts. A tick is <em>late</em> if it is first polled after its time, or delivered a
 * whole period or more after it; what then happens to the points of the grid that were missed is
 * the {@link MissedTick} policy's affair.
 *
 * <p>Not thread-safe: an interval belongs to one task, or to one thread.
 */
public final class Interval {
  /**
   * One delivery.
   *
   * @param index the number of the grid's point, from 1; with {@link MissedTick#DELAY} the number
   *     of the delivery
   * @param scheduledNanos when it was due, on the scale of {@link TaskRuntime#nanoTime()}
   * @param missed how many points of the grid were left out since the tick before
   */
  public record Tick(long index, long scheduledNanos, long missed) {}

  private final TaskRuntime runtime;
  private final long period;

  /** Point n of the grid lies at {@code origin + (n - originIndex) * period}. */
  private long origin;

  private long originIndex;
  private long next = 1;
  private MissedTick policy = MissedTick.SKIP;
  private @Nullable TickTask outstanding;

  Interval(TaskRuntime runtime, long origin, long period) {
    this.runtime = runtime;
    this.origin = origin;
    this.period = period;
  }

  /**
   * Sets what is done about missed ticks, from the next delivery on.
   *
   * @param policy {@link MissedTick#SKIP} unless set
   * @return this interval
   */
  public Interval onMissedTick(MissedTick policy) {
    this.policy = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * The next tick. If it is cancelled it consumes nothing: the following call waits for the same
   * point.
   *
   * @return a new task
   * @throws IllegalStateException while the tick before is neither ready nor cancelled
   */
  public Task<Tick> tick() {
    if (outstanding != null) {
      throw new IllegalStateException(
          "tick " + next + " is not finished; await or cancel it before asking for another");
    }
    TickTask task = new TickTask(runtime.sleepUntil(at(next)));
    outstanding = task;
    return task;
  }

  private long at(long index) {
    return Deadlines.plus(origin, Deadlines.times(index - originIndex, period));
  }

  private Tick deliver(boolean polledLate) {
    outstanding = null;
    long now = runtime.nanoTime();
    long index = next;
    long scheduled = at(index);
    long behind = (now - scheduled) / period;
    return switch (policy) {
      case BURST -> {
        next = index + 1;
        yield new Tick(index, scheduled, 0);
      }
      case SKIP -> {
        next = index + behind + 1;
        yield new Tick(index + behind, at(index + behind), missed(behind));
      }
      case DELAY -> {
        next = index + 1;
        if (polledLate || behind > 0) {
          origin = now;
          originIndex = index;
        }
        yield new Tick(index, scheduled, missed(behind));
      }
    };
  }

  private long missed(long points) {
    if (points > 0) {
      runtime.carrier().counters.missedTicks.addAndGet(points);
    }
    return points;
  }

  private final class TickTask implements Task<Tick> {
    private final Sleep sleep;
    private boolean polled;
    private boolean polledLate;

    TickTask(Sleep sleep) {
      this.sleep = sleep;
    }

    @Override
    public Poll<Tick> poll(Context context) {
      requireNonNull(context, "context");
      if (outstanding != this) {
        throw Waits.polledAfterEnd("a tick", context);
      }
      if (!polled) {
        polled = true;
        polledLate = runtime.nanoTime() > sleep.deadlineNanos();
      }
      try {
        return sleep.poll(context).isReady() ? Poll.ready(deliver(polledLate)) : Poll.pending();
      } catch (CancellationException runtimeClosed) {
        outstanding = null;
        throw runtimeClosed;
      }
    }

    @Override
    public void cancel() {
      if (outstanding == this) {
        outstanding = null;
        sleep.giveUp();
      }
    }
  }
}
