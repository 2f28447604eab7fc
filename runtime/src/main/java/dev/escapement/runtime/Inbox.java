package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field       written by            read by       mode, guard
 *   queue       any thread            carrier       multi-producer, single-consumer                       [E1]
 *   arrivals    any thread            carrier       see there                                             [E1]
 *   nextWake    carrier; a producer   any thread    volatile; compare-and-set to AWAKE by producers       [E2]
 *               that wakes it
 *   requested   carrier; a producer   carrier       opaque: one that comes late costs a wake-up, or two
 *               that wakes it
 *   taken       carrier               carrier       plain, confined
 *   goal        carrier               carrier       plain, confined
 * Ordering
 *   E1  offer happens-before poll: publishes the message's plain fields.
 *   E2  carrier: set nextWake, then look at the queue and the arrivals, take what it sees, and park only if that was nothing
 *       urgent.  producer: offer, full fence, read nextWake.  At least one side sees the other: no lost wake-up. The fence is
 *       needed because the queue publishes an element with a release store, which the read of nextWake could pass; in a stripe
 *       the claim of the place is what the carrier looks at, and a fence (Stripe, E1). While a chunk is being linked the
 *       queue may look empty to the carrier: that producer has not yet passed its fence, and will see nextWake.
 *       Of the arrivals the carrier may leave what was registered after a reading of the clock that is later than the
 *       announcement: those producers have seen nextWake. And it may leave what is far: it announces no later time than that of
 *       the next sweep, and all that is far is due after that, or in doubt: then its producer has seen nextWake (Horizon, E1).
 *   E3  producer: offer, full fence, read the carrier's life.  carrier: set TERMINATED, then take the rest of the queue and of
 *       the arrivals. At least one side ends the message (and ending is idempotent): nothing is lost between an offer and
 *       the end. (A forced end only looks at what has been filled in: of a timer it may miss one that is being handed over.)
 * Evidence   InboxTest, InboxAfterEndTest, CloseRaceTest, StressTest; FairnessTest for the bounds. Races: ParkRace, TimerParkRace,
 *            LinkedChunkRace (E2), CloseRace (E3)
 */
/**
 * The only door for other threads. Wake-ups, spawns and cancels of timers are in one total order,
 * timers that were armed or reset in another; neither can tell how the two lie to each other, since
 * no timer fires before the loop has taken what came of both, but timers that are due far later.
 */
final class Inbox {
  /** The value of nextWake while the loop is not idle: no deadline is earlier. */
  static final long AWAKE = Long.MIN_VALUE;

  /** The deadline of a message that is to wake the loop whenever it is idle. */
  static final long NOW = Long.MIN_VALUE + 1;

  private static final int CHUNK = 1024;
  private static final VarHandle NEXT_WAKE =
      Fields.find(MethodHandles.lookup(), "nextWake", long.class);
  private static final VarHandle REQUESTED =
      Fields.find(MethodHandles.lookup(), "requested", long.class);

  private final Carrier carrier;
  private final Life life;
  private final MpscUnboundedVarHandleArrayQueue<Message> queue;
  final Arrivals arrivals;
  private long taken;
  private long goal;
  private long requested = Deadlines.NEVER;
  private volatile long nextWake = AWAKE;

  Inbox(Carrier carrier, int bound) {
    this(carrier, bound, CHUNK);
  }

  Inbox(Carrier carrier, int bound, int chunk) {
    this.carrier = carrier;
    this.life = carrier.life;
    this.queue = new MpscUnboundedVarHandleArrayQueue<>(chunk);
    this.arrivals = new Arrivals(carrier.time instanceof SystemTime, bound);
  }

  private boolean casNextWake(long expected, long value) {
    return NEXT_WAKE.compareAndSet(this, expected, value);
  }

  private long requestedOpaque() {
    return (long) REQUESTED.getOpaque(this);
  }

  private void setRequestedOpaque(long value) {
    REQUESTED.setOpaque(this, value);
  }

  /** Any thread: hands a new task over, and wakes the loop. */
  void send(TaskCell<?> cell) {
    if (offer(cell)) {
      signal();
    } else {
      Message.abandon(cell);
    }
  }

  /**
   * Any thread: the same for a task that the carrier has taken before. It may be in the middle of
   * its poll, so its hook is left to the carrier.
   */
  void sendAgain(TaskCell<?> cell) {
    if (offer(cell)) {
      signal();
    } else {
      cell.endByForce();
    }
  }

  /** Any thread: tells the loop of a timer that it has taken before, and that was cancelled. */
  void sendAgain(Timer timer) {
    if (offer(timer)) {
      signal(timer.deadlineVolatile());
    } else {
      Message.abandon(timer);
    }
  }

  /** Whether the carrier will see to it; if not, the runtime has terminated (E3). */
  private boolean offer(Message message) {
    if (!life.isTerminated()) {
      queue.offer(message);
      VarHandle.fullFence();
      if (!life.isTerminated()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Any thread: hands a timer over that was armed or reset, and wakes the loop if it would come to
   * it too late (Timer, E1).
   */
  void register(Timer timer) {
    register(timer, stripe(), arrivals.isStriped() ? carrier.time.nanoTime() : 0, false);
  }

  /**
   * Any thread: the same for a timer that nobody else knows yet, with the caller's stripe and the
   * time of this call.
   */
  void registerNew(Timer timer, Stripe stripe, long now) {
    register(timer, stripe, now, true);
  }

  /** The stripe of the calling thread. */
  Stripe stripe() {
    return arrivals.stripe();
  }

  private void register(Timer timer, Stripe stripe, long time, boolean isNew) {
    if (!life.isTerminated()) {
      boolean toLookAt = arrivals.offer(timer, stripe, time, isNew);
      if (!life.isTerminated()) {
        if (!wake(timer.deadlineVolatile()) && toLookAt) {
          crowd();
        }
        return;
      }
    }
    Message.abandon(timer);
  }

  /** Any thread: wakes the loop if it is idle. */
  void signal() {
    signal(NOW);
  }

  /** Any thread: wakes the loop if it would look again only after that deadline. */
  void signal(long deadline) {
    if (!wake(deadline) && isIdle() && queue.size() > arrivals.least) {
      crowd();
    }
  }

  /** While draining, everything wakes: it may have been the last that there was to wait for. */
  private boolean wake(long deadline) {
    long wake = nextWake;
    if (wake == AWAKE || (deadline >= wake && !life.isDraining())) {
      return false;
    }
    if (casNextWake(wake, AWAKE)) {
      setRequestedOpaque(deadline);
      carrier.unpark();
    }
    return true;
  }

  /**
   * Any thread: the same for a timer whose message is under way, with an earlier deadline maybe.
   */
  void signalMoved(long deadline) {
    boolean toLookAt = arrivals.moved(deadline);
    if (!wake(deadline) && toLookAt) {
      crowd();
    }
  }

  /** Any thread: whether a timer with that deadline is handed over even by the carrier itself. */
  boolean isFar(long deadline) {
    return arrivals.isFar(deadline);
  }

  private void crowd() {
    if (isIdle() && arrivals.crowd()) {
      carrier.unpark();
    }
  }

  /** Any thread: how many messages have not been taken, among them timers that were cancelled. */
  int depth() {
    return (int) Math.min(Integer.MAX_VALUE, (long) queue.size() + arrivals.depth());
  }

  /**
   * The carrier, about to idle: from now on, earlier deadlines and wake-ups unpark it; while
   * draining, all that comes.
   */
  void announceIdle(long deadline) {
    setRequestedOpaque(Deadlines.NEVER);
    arrivals.allowMore();
    nextWake = deadline;
  }

  void announceAwake() {
    nextWake = AWAKE;
  }

  /** Whether the loop idles; the time until which it does is not told. */
  boolean isIdle() {
    return nextWake != AWAKE;
  }

  /** The carrier: whether too many messages stand here, though none of them is urgent. */
  boolean isCrowded() {
    return arrivals.isCrowded();
  }

  /** The carrier: whether there is nothing to take. */
  boolean isEmpty() {
    return queue.isEmpty() && arrivals.isEmpty();
  }

  /** The carrier: whether all has been taken that was marked, and allowed. */
  boolean isCaughtUp() {
    return taken >= goal && arrivals.isCaughtUp();
  }

  /** The carrier: whether it takes what is near and what is far together, and runs nothing. */
  boolean isTakingBoth() {
    return arrivals.isTakingBoth();
  }

  /** The carrier: whether {@link #take} has left what came after the time of the mark. */
  boolean isCut() {
    return arrivals.isCut();
  }

  /**
   * The carrier: everything offered up to now is what {@link #take} has to catch up with, but what
   * is far, and what was registered after that time, a reading of the clock from before this call.
   */
  void mark(long now) {
    arrivals.mark(now, life.isDraining(), carrier.time);
    goal = queue.currentProducerIndex();
  }

  /** The carrier: all that was offered up to now, for the end. */
  void markAll() {
    arrivals.markAll();
    goal = queue.currentProducerIndex();
  }

  /** The carrier: when it is to look at what is far, if not before. */
  long nextSweep() {
    return arrivals.nextSweep();
  }

  /**
   * The carrier, when it has caught up: delivers at most so many of what is far, if it is time for
   * that. Returns whether it was.
   */
  boolean sweepFar(int most) {
    boolean swept = arrivals.sweepFar(most, Timer::arrive);
    if (swept) {
      publish();
    }
    return swept;
  }

  /**
   * The carrier: delivers at most so many of the marked arrivals, and of the other messages. The
   * counts are stored once, since producers read their cache lines.
   */
  void take(int most) {
    takeArrivals(most);
    long at = taken;
    long end = goal - at > most ? at + most : goal;
    while (at < end) {
      Message message = queue.poll();
      if (message == null) {
        goal = at;
        break;
      }
      at++;
      Message.deliver(message, carrier);
    }
    taken = at;
  }

  private void takeArrivals(int most) {
    if (!arrivals.isCaughtUp()) {
      arrivals.take(most, Timer::arrive);
      publish();
    }
  }

  private void publish() {
    int withdrawn = arrivals.publish();
    if (withdrawn > 0) {
      carrier.idling.keepAlarm(requestedOpaque());
      carrier.counters.timersWithdrawn(withdrawn);
    }
  }

  /** The carrier, after the end: takes whatever is left. */
  void drain(Consumer<? super Message> end) {
    arrivals.markAll();
    arrivals.take(Integer.MAX_VALUE, end);
    carrier.counters.timersWithdrawn(arrivals.publish());
    for (Message m = queue.poll(); m != null; m = queue.poll()) {
      end.accept(m);
    }
  }

  /** Any thread: shows the messages that stand here now, without taking them. */
  void peek(Consumer<? super @Nullable Message> viewer) {
    arrivals.peek(viewer);
    queue.iterator().forEachRemaining(viewer);
  }
}
