package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field      written by            read by       mode, guard
 *   queue      any thread            carrier       multi-producer, single-consumer                       [E1]
 *   nextWake   carrier; a producer   any thread    volatile; compare-and-set to AWAKE by producers       [E2]
 *              that wakes it
 *   taken      carrier               carrier       plain, confined
 *   goal       carrier               carrier       plain, confined
 * Ordering
 *   E1  offer happens-before poll: publishes the message's plain fields.
 *   E2  carrier: set nextWake, then look at the queue, take what it sees, and park only if that was nothing urgent.
 *       producer: offer, full fence, read nextWake.  At least one side sees the other: no lost wake-up. The fence is needed
 *       because the queue publishes an element with a release store, which the read of nextWake could pass. While a chunk is
 *       being linked the queue may look empty to the carrier: that producer has not yet passed its fence, and will see nextWake.
 *   E3  producer: offer, full fence, read the carrier's life.  carrier: set TERMINATED, then take the rest of the queue.
 *       At least one side ends the message (and ending is idempotent): nothing is lost between an offer and the end.
 * Evidence   InboxTest, InboxAfterEndTest, CloseRaceTest, StressTest; FairnessTest for the bounds. Races: ParkRace, LinkedChunkRace (E2),
 *            CloseRace (E3)
 */
/** The only door for other threads: wake-ups, spawns and timer operations, in one total order. */
final class Inbox {
  /** The value of nextWake while the loop is not idle: no deadline is earlier. */
  static final long AWAKE = Long.MIN_VALUE;

  /** The deadline of a message that is to wake the loop whenever it is idle. */
  static final long NOW = Long.MIN_VALUE + 1;

  /**
   * So many messages wake the loop although none of them is urgent: bounds the memory of
   * insert-and-cancel churn. Half of the bound on pending operations does if that is less.
   */
  static final int UNATTENDED = 4096;

  private static final int CHUNK = 1024;
  private static final VarHandle NEXT_WAKE =
      Fields.find(MethodHandles.lookup(), "nextWake", long.class);

  private final Carrier carrier;
  private final int unattended;
  private final MpscUnboundedVarHandleArrayQueue<Message> queue;
  private long taken;
  private long goal;
  private volatile long nextWake = AWAKE;

  Inbox(Carrier carrier, int bound) {
    this(carrier, bound, CHUNK);
  }

  Inbox(Carrier carrier, int bound, int chunk) {
    this.carrier = carrier;
    this.unattended = Math.min(UNATTENDED, bound / 2);
    this.queue = new MpscUnboundedVarHandleArrayQueue<>(chunk);
  }

  private boolean casNextWake(long expected, long value) {
    return NEXT_WAKE.compareAndSet(this, expected, value);
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

  /**
   * Any thread: hands a timer over, and wakes the loop if it would come to it too late (Timer, E1).
   */
  void send(Timer timer) {
    if (offer(timer)) {
      signal(timer.deadlineVolatile());
    } else {
      Message.abandon(timer);
    }
  }

  /** Whether the carrier will see to it; if not, the runtime has terminated (E3). */
  private boolean offer(Message message) {
    if (!carrier.life.isTerminated()) {
      queue.offer(message);
      VarHandle.fullFence();
      if (!carrier.life.isTerminated()) {
        return true;
      }
    }
    return false;
  }

  /** Any thread: wakes the loop if it is idle. */
  void signal() {
    signal(NOW);
  }

  /** Any thread: wakes the loop if it would look again only after that deadline. */
  void signal(long deadline) {
    long wake = nextWake;
    if (wake != AWAKE
        && (deadline < wake || queue.size() > unattended)
        && casNextWake(wake, AWAKE)) {
      carrier.unpark();
    }
  }

  /** Any thread: how many messages have not been taken. */
  int depth() {
    return queue.size();
  }

  /** The carrier, about to idle: from now on, earlier deadlines and wake-ups unpark it. */
  void announceIdle(long deadline) {
    nextWake = deadline;
  }

  void announceAwake() {
    nextWake = AWAKE;
  }

  /** Whether the loop idles; the time until which it does is not told. */
  boolean isIdle() {
    return nextWake != AWAKE;
  }

  /** The carrier: whether there is nothing to take. */
  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** The carrier: whether all has been taken that {@link #mark} saw. */
  boolean isCaughtUp() {
    return taken >= goal;
  }

  /** The carrier: everything offered up to now is what {@link #take} has to catch up with. */
  void mark() {
    goal = queue.currentProducerIndex();
  }

  /**
   * The carrier: delivers at most so many of the marked messages. The count is stored once, since
   * producers read its cache line.
   */
  void take(int most) {
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

  /** The carrier, after the end: takes whatever is left. */
  void drain(Consumer<? super Message> end) {
    for (Message m = queue.poll(); m != null; m = queue.poll()) {
      end.accept(m);
    }
  }

  /** Any thread: shows the messages that stand in the queue now, without taking them. */
  void peek(Consumer<? super @Nullable Message> viewer) {
    queue.iterator().forEachRemaining(viewer);
  }
}
