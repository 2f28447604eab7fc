package dev.escapement.runtime;

import dev.escapement.runtime.spi.Director;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field      written by    read by       mode, guard
 *   state      any thread    any thread    read-modify-write, volatile reads                       [E1] [E2]
 *   phase      carrier       any thread    opaque (TaskDump)
 *   task       carrier       carrier;      plain; published to the carrier by the inbox, null after the end; abandon reads it
 *                            abandon       only for a task that no carrier has taken or will take
 *   polls      carrier       any thread    opaque (TaskDump)
 *   waitsFor,  carrier       any thread    opaque (TaskDump)
 *   wakerTaken
 *   liveIndex  carrier       carrier       plain, confined (LiveTasks')
 *   (outcome and waiters are Completion's)
 * Ordering
 *   E1  waker elsewhere: write what the task will read, then set NOTIFIED.  carrier: take NOTIFIED out if it is set, then poll.
 *       Both are read-modify-writes of one word, so the poll sees what came before the wake. A wake is one also if NOTIFIED was
 *       set already: a mere read would publish nothing. A wake that the carrier's look at NOTIFIED misses finds it clear
 *       and sends a message. A wake on the carrier itself needs none of that: it only queues.
 *   E2  Exactly one of CANCEL before ENDED and ENDED before CANCEL is found by the read-modify-write that ends the task, so
 *       a cancel and a result never both win. Only who has set ENDED sets the outcome.
 * States     phase: IDLE → QUEUED (stands in the ready queue, once) → RUNNING → IDLE, or AGAIN if the carrier woke it meanwhile
 *            and from there back into the queue. state: NOTIFIED from the spawn, or from a wake elsewhere, to the next poll; who
 *            sets it sends a message, which means nothing any more if it comes after that poll. CANCEL comes at any time before ENDED.
 *            ENDED is final, and set before the outcome is. HOOKED is set by whoever runs the cancel hook, so that it runs once.
 * Failure    whatever a poll throws ends this task only. Hooks and wakers are called through CallOuts.
 * Evidence   TaskCellWakeTest, TaskCellWakeDuringPollTest, TaskCellCancelDuringPollTest, TaskCellForceTest, CancelHookTest,
 *            StressTest. Races: WakeDuringPollRace (E1), CancelAgainstResultRace (E2)
 */
/** A spawned task: its state, its own waker, its own context, and its own message. */
final class TaskCell<T extends @Nullable Object> extends Completion<T>
    implements Context, Waker, Message, Work {
  private static final int NOTIFIED = 1;
  private static final int CANCEL = 2;
  private static final int ENDED = 4;
  private static final int HOOKED = 8;

  private static final byte IDLE = 0;
  private static final byte QUEUED = 1;
  private static final byte RUNNING = 2;
  private static final byte AGAIN = 3;

  /** One poll in so many is timed. */
  private static final int SAMPLE_MASK = 63;

  static final int NOT_LIVE = -1;

  private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", int.class);
  private static final VarHandle PHASE = Fields.find(MethodHandles.lookup(), "phase", byte.class);
  private static final VarHandle POLLS = Fields.find(MethodHandles.lookup(), "polls", long.class);
  private static final VarHandle WAITS_FOR =
      Fields.find(MethodHandles.lookup(), "waitsFor", Object.class);
  private static final VarHandle WAKER_TAKEN =
      Fields.find(MethodHandles.lookup(), "wakerTaken", boolean.class);

  final Carrier carrier;
  final long id;

  /** A name, or a {@link SpawnSite} with one, or null for a task without a name of its own. */
  private final @Nullable Object label;

  int liveIndex = NOT_LIVE;
  private int state = NOTIFIED;
  private byte phase = IDLE;
  private @Nullable Task<? extends T> task;
  private long polls;
  private @Nullable Object waitsFor;
  private boolean wakerTaken;

  TaskCell(Carrier carrier, long id, @Nullable Object label, Task<? extends T> task) {
    this.carrier = carrier;
    this.id = id;
    this.label = label;
    this.task = task;
  }

  private int setState(int bits) {
    return (int) STATE.getAndBitwiseOr(this, bits);
  }

  private int clearState(int bits) {
    return (int) STATE.getAndBitwiseAnd(this, ~bits);
  }

  private int stateVolatile() {
    return (int) STATE.getVolatile(this);
  }

  private void setPhaseOpaque(byte value) {
    PHASE.setOpaque(this, value);
  }

  private byte phaseOpaque() {
    return (byte) PHASE.getOpaque(this);
  }

  private void setPollsOpaque(long value) {
    POLLS.setOpaque(this, value);
  }

  private void setWaitsForOpaque(@Nullable Object value) {
    WAITS_FOR.setOpaque(this, value);
  }

  private void setWakerTakenOpaque(boolean value) {
    WAKER_TAKEN.setOpaque(this, value);
  }

  private @Nullable Object waitsForOpaque() {
    return WAITS_FOR.getOpaque(this);
  }

  private boolean wakerTakenOpaque() {
    return (boolean) WAKER_TAKEN.getOpaque(this);
  }

  /** What the last poll noted; null if it took no waker. */
  @Nullable Object waitsFor() {
    Object noted = waitsForOpaque();
    return noted == null && wakerTakenOpaque() ? Waits.WAKER_TAKEN : noted;
  }

  private void forgetWait() {
    if (waitsFor != null) { // a store to a reference costs more than a look
      setWaitsForOpaque(null);
    }
    setWakerTakenOpaque(false);
  }

  long polls() {
    return (long) POLLS.getOpaque(this);
  }

  String name() {
    return switch (label) {
      case null -> "task-" + id;
      case SpawnSite site when site.name() == null -> "task-" + id;
      case SpawnSite site -> String.valueOf(site.name());
      default -> label.toString();
    };
  }

  /** The name that it was given. */
  @Nullable String givenName() {
    return label instanceof SpawnSite site ? site.name() : (String) label;
  }

  private void tell(Carrier on, Director.Event event, long detail) {
    Director director = on.director;
    if (director != null) {
      director.happened(event, id, givenName(), detail);
    }
  }

  @Nullable SpawnSite spawnSite() {
    return label instanceof SpawnSite site ? site : null;
  }

  /** On the carrier: whether it stands in a queue. */
  boolean isReady() {
    return phase == QUEUED || isNotified(stateVolatile());
  }

  private static boolean isNotified(int state) {
    return (state & (NOTIFIED | ENDED)) == NOTIFIED;
  }

  TaskDump.State dumpState() {
    return switch (phaseOpaque()) {
      case RUNNING, AGAIN -> TaskDump.State.RUNNING;
      case QUEUED -> TaskDump.State.READY;
      default -> isNotified(stateVolatile()) ? TaskDump.State.READY : TaskDump.State.WAITING;
    };
  }

  @Override
  void seen(Throwable cause) {
    if (carrier.director != null) {
      carrier.director.seen(cause);
    }
  }

  @Override
  String describe() {
    return "task '" + name() + "'";
  }

  @Override
  public Waker waker() {
    setWakerTakenOpaque(true);
    return this;
  }

  @Override
  public TaskRuntime runtime() {
    return carrier.runtime;
  }

  void noteWait(Object what) {
    if (what == Waits.WAKER_TAKEN) {
      setWakerTakenOpaque(true);
    } else {
      setWaitsForOpaque(what);
    }
  }

  @Override
  public void wake() {
    if (carrier.isCurrentThread()) {
      wakeHere();
    } else if ((setState(NOTIFIED) & (NOTIFIED | ENDED)) == 0) {
      carrier.inbox.sendAgain(this);
    }
  }

  /** On the carrier. A task that has not arrived yet is on its way; one that has ended stays so. */
  private void wakeHere() {
    if (liveIndex == NOT_LIVE) {
      return;
    }
    if (phase == IDLE) {
      enqueue(carrier);
    } else if (phase == RUNNING) {
      setPhaseOpaque(AGAIN);
    }
  }

  private void enqueue(Carrier on) {
    setPhaseOpaque(QUEUED);
    on.ready.add(this);
  }

  /** True for the call that decided it. */
  boolean cancel() {
    return (requestCancel() & (CANCEL | ENDED)) == 0;
  }

  /** Cancels; false if the task ended before, in whatever way. */
  boolean cancelUnlessEnded() {
    return (requestCancel() & ENDED) == 0;
  }

  private int requestCancel() {
    if (carrier.isCurrentThread()) {
      int before = setState(CANCEL);
      wakeHere();
      return before;
    }
    int before = setState(CANCEL | NOTIFIED);
    if ((before & (NOTIFIED | ENDED)) == 0) {
      carrier.inbox.sendAgain(this);
    }
    return before;
  }

  /** On the carrier: a message about this task has come, or it was spawned there. */
  void arrive(Carrier on) {
    int s = stateVolatile();
    if (liveIndex == NOT_LIVE && (s & ENDED) == 0) {
      on.live.add(this);
      on.counters.taskSpawned();
      tell(on, Director.Event.SPAWN, 0);
    }
    if (phase == IDLE && isNotified(s)) {
      enqueue(on);
    }
  }

  /**
   * On the carrier: one poll, or the end that was asked for. Throws nothing that user code throws.
   */
  void perform(Carrier on) {
    setPhaseOpaque(RUNNING);
    int s = stateVolatile();
    if ((s & NOTIFIED) != 0) {
      s = clearState(NOTIFIED);
    }
    Task<? extends T> body = task;
    if (body == null || (s & ENDED) != 0) {
      on.live.remove(this);
    } else if ((s & CANCEL) != 0) {
      cancelNow(on, body);
    } else {
      poll(on, body);
    }
  }

  private void poll(Carrier on, Task<? extends T> body) {
    setPollsOpaque(polls + 1);
    forgetWait();
    tell(on, Director.Event.POLL, 0);
    boolean timed = (on.counters.polled() & SAMPLE_MASK) == 0;
    long start = timed ? on.time.nanoTime() : 0;
    Poll<? extends T> found;
    try {
      found = body.poll(this);
    } catch (Throwable t) {
      end(on, new Failed(t));
      return;
    } finally {
      if (timed) {
        on.counters.pollDuration.record(on.time.nanoTime() - start);
      }
    }
    switch (found) {
      case Poll.Ready<? extends T> ready -> end(on, outcomeOf(ready.value()));
      case Poll.Pending<? extends T> pending -> {
        if (phase == AGAIN) {
          enqueue(on);
        } else {
          setPhaseOpaque(IDLE);
        }
      }
      case null ->
          end(on, new Failed(new NullPointerException(describe() + " returned null from poll")));
    }
  }

  /** On the carrier, between polls: runs the hook and ends the task as cancelled. */
  void cancelNow(Carrier on) {
    Task<? extends T> body = task;
    if (body != null) {
      cancelNow(on, body);
    }
  }

  private void cancelNow(Carrier on, Task<? extends T> body) {
    setPhaseOpaque(RUNNING); // what the hook wakes is not queued any more
    if ((setState(CANCEL) & ENDED) != 0) {
      runOwedHook(on);
    } else {
      tell(on, Director.Event.CANCEL, 0);
      runHook(body);
      end(on, CANCELLED);
    }
  }

  /** The hook runs at most once, whoever comes to it first. */
  private void runHook(Task<? extends T> body) {
    if ((setState(HOOKED) & HOOKED) == 0) {
      CallOuts.cancel(body);
    }
  }

  /** On the carrier, for a task that was ended by force: runs its hook after all. */
  void runOwedHook(Carrier on) {
    Task<? extends T> body = task;
    task = null;
    on.live.remove(this);
    if (body != null) {
      runHook(body);
    }
  }

  private void end(Carrier on, Object found) {
    int before = setState(ENDED);
    task = null;
    forgetWait();
    on.live.remove(this);
    if ((before & ENDED) != 0) {
      return; // close gave up on the poll that has only now returned
    }
    Object outcome = (before & CANCEL) != 0 ? CANCELLED : found;
    on.counters.taskEnded(outcome);
    tell(on, Director.Event.END, outcome == CANCELLED ? 2 : outcome instanceof Failed ? 1 : 0);
    boolean unseen = outcome instanceof Failed && !isAwaited();
    settleAlone(outcome);
    if (unseen && outcome instanceof Failed failed) {
      CallOuts.uncaught(on.uncaughtHandler, name(), failed.cause());
    }
  }

  /**
   * Any thread, after the runtime has terminated: ends a task that nobody will ever poll, and runs
   * its hook.
   */
  void abandon() {
    if ((setState(CANCEL | ENDED) & ENDED) == 0) {
      Task<? extends T> body = task;
      if (body != null) {
        runHook(body);
      }
      settleAlone(CANCELLED);
    }
  }

  /**
   * Any thread, when the carrier is stuck: fails the handle. The carrier owes the hook, should it
   * ever come back.
   */
  void endByForce() {
    if ((setState(CANCEL | ENDED) & ENDED) == 0) {
      settleAlone(CANCELLED);
    }
  }
}
