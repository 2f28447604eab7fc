package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field      written by                    read by                  mode, guard
 *   deadline   creator, reset (any)          any thread               plain at creation, volatile after          [Timer E1]
 *   waker      poller; taken by who          poller, carrier,         opaque before a compare-and-set of the phase, or if that
 *              cancels                       canceller                is CANCELLED; else volatile; exchange to take    [E3]
 *   (the rest is Timer's)
 * Ordering
 *   E3  poller: store waker, then look at the phase again (or change it).  other side: set FIRED or CANCELLED, then read the waker.
 *       All volatile, so at least one side sees the other: a waker stored too late to be read belongs to a poller that
 *       sees the phase. Who fires leaves the waker to the poller: the sleep may have been reset and polled meanwhile, and what is
 *       there by then is the waker of that wait. CANCELLED is final, so who cancels takes it.
 * Evidence   SleepElsewhereTest, SleepCancelTimingTest, SleepRearmTest. Races: SleepWakerRace, RearmAgainstFireRace (E3)
 */
/**
 * A task that is ready once its deadline has passed; never before.
 *
 * <p>It is registered by its first poll and fires in {@code (deadline, registration)} order among
 * the timers of its runtime. First polled after its deadline, it is ready at once and outside that
 * order. It may be awaited on another runtime than its own. {@link #reset} and {@link #cancel} may
 * be called by any thread.
 */
public final class Sleep extends Timer implements Task<@Nullable Void> {
  private static final VarHandle WAKER = Fields.find(MethodHandles.lookup(), "waker", Waker.class);

  private static final VarHandle DEADLINE =
      Fields.find(MethodHandles.lookup(), "deadline", long.class);

  private @Nullable Waker waker;
  private long deadline;

  Sleep(Carrier carrier, long deadline) {
    super(carrier, deadline);
    this.deadline = deadline;
  }

  @Override
  long deadlineVolatile() {
    return (long) DEADLINE.getVolatile(this);
  }

  private void setDeadlineVolatile(long value) {
    DEADLINE.setVolatile(this, value);
  }

  private @Nullable Waker wakerVolatile() {
    return (@Nullable Waker) WAKER.getVolatile(this);
  }

  private void setWakerOpaque(Waker value) {
    WAKER.setOpaque(this, value);
  }

  private void setWakerVolatile(Waker value) {
    WAKER.setVolatile(this, value);
  }

  private void clearWakerOpaque() {
    WAKER.setOpaque(this, (Waker) null);
  }

  private @Nullable Waker takeWaker() {
    return (@Nullable Waker) WAKER.getAndSet(this, null);
  }

  /**
   * When this sleep is over, in nanoseconds on the scale of {@link TaskRuntime#nanoTime()} of its
   * own runtime.
   *
   * @return the deadline; {@link Long#MAX_VALUE} for never
   */
  public long deadlineNanos() {
    return deadlineVolatile();
  }

  /**
   * Whether the sleep is over: it has fired, or nobody has polled it yet and its deadline has
   * passed.
   *
   * @return true if a poll would be ready, or was
   */
  public boolean isElapsed() {
    int phase = phase();
    return phase == FIRED
        || phase == ENDED
        || (phase == NEW && deadlineVolatile() <= carrier.time.nanoTime());
  }

  /**
   * Moves the deadline to a time from now, earlier or later than it was, and registers the sleep
   * anew. A sleep that is over can be awaited again afterwards; a cancelled one stays cancelled. If
   * nobody polled it since it was over, it wakes again who polled it last.
   *
   * @param duration from now; zero or less is due at once
   */
  public void reset(Duration duration) {
    requireNonNull(duration, "duration");
    moveTo(Deadlines.after(carrier.time.nanoTime(), duration));
  }

  void moveTo(long newDeadline) {
    setDeadlineVolatile(newDeadline);
    moved(newDeadline);
  }

  /**
   * Takes the timer out of the heap. A task that still waits gets {@link CancellationException}.
   * After the sleep is over, does nothing.
   */
  @Override
  public void cancel() {
    tryCancel();
  }

  /** For the only one who waits: cancels without waking itself. */
  void giveUp() {
    clearWakerOpaque();
    tryCancel();
  }

  /**
   * Ready once the deadline has passed.
   *
   * @throws CancellationException if the sleep was cancelled or its runtime closed
   * @throws IllegalStateException if it was ready before and was not reset since
   */
  @Override
  public Poll<@Nullable Void> poll(Context context) {
    requireNonNull(context, "context");
    while (true) {
      switch (phase()) {
        case NEW -> {
          if (deadlineVolatile() <= carrier.time.nanoTime()) {
            if (end(NEW)) {
              return Poll.ready(null);
            }
          } else {
            setWakerOpaque(context.waker()); // published by the compare-and-set in arm
            if (arm()) {
              return pending(context);
            }
          }
        }
        case ARMED -> {
          Waker mine = context.waker();
          if (wakerVolatile() == mine) {
            return pending(context);
          }
          setWakerVolatile(mine);
          if (phase() == ARMED) {
            return pending(context);
          }
        }
        case FIRED -> {
          clearWakerOpaque(); // published by the compare-and-set in end
          if (end(FIRED)) {
            return Poll.ready(null);
          }
        }
        case ENDED -> throw Waits.polledAfterEnd("a sleep", context);
        default -> {
          clearWakerOpaque();
          throw new CancellationException(
              carrier.life.isClosed()
                  ? endedByClose()
                  : "the sleep was cancelled while it was awaited");
        }
      }
    }
  }

  private Poll<@Nullable Void> pending(Context context) {
    Waits.note(context, this);
    return Poll.pending();
  }

  @Override
  void onFired() {
    wake(wakerVolatile());
  }

  @Override
  void onCancelled() {
    wake(takeWaker());
  }

  private static void wake(@Nullable Waker waiting) {
    if (waiting != null) {
      CallOuts.wake(waiting);
    }
  }

  /** Such as {@code a sleep until 1.250000 s}. */
  @Override
  public String toString() {
    return "a sleep until " + Deadlines.text(deadlineVolatile());
  }
}
