package dev.escapement.runtime;

import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.ThreadWaits;
import dev.escapement.runtime.spi.TimeSource;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field            written by            read by       mode, guard
 *   ready, now,      carrier               carrier       plain, confined; asserted in turn()
 *   pace, quantum,
 *   interrupted,
 *   turnsAfterDrain,
 *   clockWatch
 *   timers           carrier               carrier       confined; by force (Shutdown) as far as can be seen
 *   dormant          carrier               any thread    synchronized, in the order of entry
 *   orphans          carrier               any thread    volatile
 *   ids              any thread            any thread    atomic
 *   live, counters   carrier               any thread    see there
 *   inbox            any thread            carrier       see there
 *   idling           carrier               carrier       see there
 *   life             carrier, closers      any thread    see there                                    [Idling E1] [Inbox E3]
 *   thread           Driver                any thread    volatile
 *   lowSlack,        Driver                any thread    volatile
 *   osThreadId
 *   threadWaits      a bridge, once        any thread    volatile; written under the carrier's lock
 * Failure    Tasks, wakers, hooks, callbacks and handlers are called inside a cell's perform or through CallOuts, which throw
 *            nothing. What else is thrown is an error of the loop or of the time source: the runtime ends with every handle
 *            failed, and it is logged.
 * Evidence   FairnessTest, FairBurstTest, DrainTest, DrainLimitTest, CloseTest, ForcedCloseTest, BrokenLoopTest
 */
/**
 * The loop: takes what others sent, fires what is due, polls what is ready, and idles until there
 * is something to do.
 */
final class Carrier {
  /** At most so many messages, and so many polls or callbacks, in one turn. */
  static final int MESSAGES_PER_TURN = 4096;

  private static final int WORK_PER_TURN = 256;

  /** So many turns may follow the end of a drain, for what was due by then to come to its end. */
  private static final int TURNS_AFTER_DRAIN = 1_000;

  final TaskRuntime runtime;
  final String name;
  final TimeSource time;
  final UncaughtHandler uncaughtHandler;
  final Inbox inbox;
  final TimerHeap timers = new TimerHeap();
  final ReadyQueue ready;
  final LiveTasks live = new LiveTasks();
  final Counters counters = new Counters();
  final Driver driver;
  final Life life = new Life();
  final Idling idling;

  /**
   * Sleeps that never end and are awaited from elsewhere, so that the end of the runtime can tell
   * them.
   */
  final Set<Timer> dormant = Collections.synchronizedSet(new LinkedHashSet<>());

  /** What the heap held when the end began: taken out at once, told one by one. */
  volatile List<Timer> orphans = List.of();

  /** What the operating system calls the carrier's own thread; 0 if it is not known. */
  volatile long osThreadId;

  /** Whether the carrier's thread has the lowest timer slack. */
  volatile boolean lowSlack;

  /** Who decides, and is told what happens, in a simulation. */
  final @Nullable Director director;

  /** How threads wait in a simulation. */
  volatile @Nullable ThreadWaits threadWaits;

  final boolean spawnSites;
  private final int maxPendingOperations;
  private final AtomicLong ids = new AtomicLong();
  private final ClockWatch clockWatch;
  private final FiringPace pace = new FiringPace(Quantum.NANOS);
  private final Quantum quantum;
  private volatile @Nullable Thread thread;
  private long now;

  /** Whether there was an interrupt since {@link #loop} began. */
  private boolean interrupted;

  private int turnsAfterDrain;

  Carrier(TaskRuntime runtime, Builder builder, String name, TimeSource time) {
    this.runtime = runtime;
    this.name = name;
    this.time = time;
    this.director = time instanceof Director d ? d : null;
    this.ready = director == null ? new ReadyQueue() : new DirectedQueue(director);
    this.uncaughtHandler = builder.uncaughtHandler;
    this.spawnSites = builder.spawnSites;
    this.maxPendingOperations = builder.maxPendingOperations;
    this.inbox = new Inbox(this, maxPendingOperations);
    this.driver = new Driver(this, builder.ownThread);
    this.clockWatch = new ClockWatch(time);
    this.quantum = new Quantum(time);
    this.now = time.nanoTime();
    this.idling = new Idling(this);
    counters.parking(now); // until there is a thread
  }

  String label() {
    return "runtime '" + name + "'";
  }

  /** On the carrier, the reading that this turn goes by; elsewhere a new one. */
  long turnNanos() {
    return isCurrentThread() ? now : time.nanoTime();
  }

  boolean isCurrentThread() {
    return thread == Thread.currentThread();
  }

  @Nullable Thread thread() {
    return thread;
  }

  /** Makes the calling thread the carrier, or ends that. */
  void seat(@Nullable Thread carrier) {
    thread = carrier;
    if (carrier == null) {
      Seats.leave();
      counters.parking(life.endedInOrder() ? time.nanoTime() : now); // the clock may have failed
    } else {
      Seats.take(carrier, this);
    }
  }

  void unpark() {
    Thread t = thread;
    if (t != null) {
      time.unpark(t);
    }
  }

  // What any thread hands over

  <T extends @Nullable Object> TaskCell<T> spawn(
      @Nullable Object label, Task<? extends T> task, String what) {
    TaskCell<T> cell = cell(label, task, what);
    begin(cell);
    return cell;
  }

  /** A cell that is not on its way yet. */
  <T extends @Nullable Object> TaskCell<T> cell(
      @Nullable Object label, Task<? extends T> task, String what) {
    admit(what);
    return new TaskCell<>(this, ids.incrementAndGet(), label, task);
  }

  /** For what was admitted before, in another form. */
  void spawnBeyondBound(Object label, Task<?> task) {
    if (life.isClosed()) {
      throw new RejectedExecutionException("spawn: " + label() + " is closed");
    }
    begin(new TaskCell<>(this, ids.incrementAndGet(), label, task));
  }

  void begin(TaskCell<?> cell) {
    if (isCurrentThread()) {
      cell.arrive(this);
    } else {
      inbox.send(cell);
    }
  }

  /**
   * Refuses new work after close, or beyond the bound. While draining, only what is there may add
   * work.
   */
  void admit(String what) {
    if (life.refuses(isCurrentThread())) {
      throw new RejectedExecutionException(what + ": " + label() + " is closed");
    }
    if (maxPendingOperations != Integer.MAX_VALUE) {
      int pending = inbox.depth() + (isCurrentThread() ? ready.size() : counters.readyDepth());
      if (pending >= maxPendingOperations) {
        throw new RejectedExecutionException(
            what
                + ": "
                + label()
                + " has "
                + pending
                + " pending operations; allowed are "
                + maxPendingOperations);
      }
    }
  }

  // The loop

  /**
   * Runs until the runtime has terminated or, if a cell is given, that cell has ended, or a
   * director stops it; an interrupt cancels the cell. Returns whether there was an interrupt. The
   * flag is clear while the loop parks: a set one would make it spin.
   */
  boolean loop(@Nullable TaskCell<?> until) {
    interrupted = false;
    while (goOn(until)) {}
    return interrupted;
  }

  /**
   * Once around the loop; false if the loop is over. A method of its own, since the virtual machine
   * compiles what is called often far sooner than the body of a loop that goes around often.
   */
  private boolean goOn(@Nullable TaskCell<?> until) {
    if (life.isTerminated()) {
      return false;
    }
    if (mustAct()) {
      Shutdown.run(this);
      return true;
    }
    if (isOver(until)) {
      return false;
    }
    turn();
    if (isOver(until)) {
      return false;
    }
    if (director == null && Thread.interrupted()) { // a director looks at it by itself
      interrupted = true;
      if (until != null) {
        until.cancel();
      }
    }
    if (ready.isEmpty() && inbox.isCaughtUp()) {
      idling.idle();
    }
    return true;
  }

  private boolean isOver(@Nullable TaskCell<?> until) {
    return (until != null && until.hasOutcome()) || (director != null && !director.goesOn());
  }

  /** Takes messages, fires what is due by one clock reading, runs ready work. */
  void turn() {
    assert isCurrentThread();
    counters.stepped();
    ThreadWaits threads = threadWaits;
    if (threads != null) {
      threads.onTurn();
    }
    long start = time.nanoTime();
    counters.awake(start);
    if (inbox.isCaughtUp()) {
      // The clock first: a timer whose schedule returned before this reading is in the inbox by
      // now, and takes part.
      now = start;
      inbox.mark(start);
      long jump = clockWatch.jumpMillis(now);
      if (jump != 0) {
        counters.clockJumped();
        FlightEvents.clockJumped(this, jump);
      }
    }
    inbox.take(MESSAGES_PER_TURN);
    if (!ready.isEmpty() || timers.firstDeadline() <= now) {
      Watchdog.alert();
    }
    if (inbox.isTakingBoth()) { // no task may arm a timer now
      publish();
      return;
    }
    boolean caughtUp = inbox.isCaughtUp();
    int fired = caughtUp ? fireDue(pace.allowed()) : 0;
    publish();
    // Timers wait until a backlog of messages is taken, so the backlog goes first.
    quantum.begin(start);
    int worked = runReady(caughtUp ? WORK_PER_TURN : FiringPace.LEAST);
    pace.turned(fired, worked, quantum.hogNanos());
    // Last, so that it uses up nobody's quantum.
    if (caughtUp && inbox.sweepFar(MESSAGES_PER_TURN)) {
      publish();
    }
  }

  /** Returns how many timers were taken from the heap. */
  private int fireDue(int most) {
    for (int i = 0; i < most; i++) {
      if (i % TimerHeap.AHEAD == 0) {
        timers.readAhead(now);
      }
      Timer first = timers.first();
      if (first == null) {
        return i;
      }
      long deadline = first.due;
      if (deadline > now) {
        return i;
      }
      if (first.fire()) {
        counters.timerFired(now - deadline);
        FlightEvents.timerFired(this, now - deadline);
        if (director != null) {
          director.happened(Director.Event.FIRE, 0, null, deadline);
        }
        first.onFired();
      }
    }
    return most;
  }

  /** Returns how many pieces of work there was time for. */
  private int runReady(int most) {
    while (quantum.worked() < most && mayWork()) {
      Work next = ready.poll();
      if (next == null) {
        break;
      }
      switch (next) {
        case TaskCell<?> cell -> cell.perform(this);
        case TimerHandle timer -> {
          counters.calledBack();
          timer.perform();
        }
      }
      if (quantum.endsAfter(next)) {
        return quantum.wasHogged() ? WORK_PER_TURN : quantum.worked();
      }
    }
    return WORK_PER_TURN;
  }

  private boolean mayWork() {
    return !life.isClosed() && (director == null || director.goesOn());
  }

  void publish() {
    counters.publish(timers.size(), timers.firstDeadline(), ready.size());
  }

  /** Whether the end has begun, or may. */
  boolean mustAct() {
    return life.isDraining() ? isDrained() : life.isClosed();
  }

  /**
   * Whether all has come to its end, or the limit has passed, all that was due by then has fired,
   * and what that made ready has had its turns.
   */
  private boolean isDrained() {
    long limit = life.drainUntil();
    long first = timers.firstDeadline();
    boolean dueLater = first == Deadlines.NEVER || first > limit;
    boolean quiet = ready.isEmpty() && inbox.isEmpty();
    if (time.nanoTime() < limit) {
      return live.size() == 0 && quiet && dueLater;
    }
    return (quiet && dueLater) || (!inbox.isTakingBoth() && turnsAfterDrain++ >= TURNS_AFTER_DRAIN);
  }

  // The end

  /** Any thread: asks the loop to end, after draining for a time if that is positive. */
  void requestClose(long drainNanos) {
    if (drainNanos > 0) {
      life.drain(Deadlines.after(time.nanoTime(), drainNanos));
    } else {
      life.close();
    }
    inbox.signal();
  }

  /** As {@link #loop}; an error of the loop itself ends the runtime loudly. */
  boolean loopOrFail(@Nullable TaskCell<?> until) {
    try {
      return loop(until);
    } catch (Throwable t) {
      Shutdown.force(this);
      CallOuts.log(Level.ERROR, label() + " has failed and ends; every handle fails", t);
      throw t;
    } finally {
      if (!life.endedInOrder()) {
        Shutdown.runOwedHooks(this);
      }
    }
  }

  TaskDump dump() {
    List<TaskDump.Entry> entries = live.view().stream().map(TaskDump.Entry::of).toList();
    return new TaskDump(name, time.nanoTime(), entries);
  }
}
