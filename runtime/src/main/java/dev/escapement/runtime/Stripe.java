package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field             written by     read by                mode, guard
 *   tail              producers      any thread             volatile, compare-and-set
 *   Chunk.claimed     producers      any thread             volatile, read-modify-write                              [E1]
 *   Chunk.following   producers,     any thread             volatile; compare-and-set from null; the carrier then
 *                     carrier                               makes it the chunk itself, when it has left it
 *   Chunk.slots       producers,     any thread             release by who fills a slot, acquire by who takes it     [E2]
 *                     cancellers,                           or looks; opaque by who empties it                       [E3]
 *                     carrier
 *   head              carrier        any thread (peek)      volatile
 *   next, at, goal,   carrier        carrier                plain, confined
 *   older, withdrawn
 *   taken             carrier        any thread             volatile
 *   limit             carrier        producers              plain; published by nextWake, or late                [Inbox E2]
 * Ordering
 *   E1  A place belongs to the one whose read-modify-write of claimed returned it. That is a full fence and what the carrier
 *       looks at, so what a producer reads after it takes part in the arguments of Inbox (E2, E3), though the place is still
 *       to be filled: the carrier waits for that. A chunk is full before tail moves on to the next, and nobody claims in a
 *       chunk that tail has not reached: what the carrier finds in tail is all that there is.
 *   E2  Filling a slot happens-before taking what is in it: publishes the timer's plain fields, its stamp in seq among them.
 *   E3  withdraw: win the cancel while the carrier has not taken the message (QUEUED is set, see Timer), then read where it
 *       stands and put WITHDRAWN there. Until that cancel nobody but the producer has written prev and seq; after it the carrier
 *       writes neither. The carrier may have read the slot before: it finds a timer that is cancelled, and counts it then.
 *       Who came by the handle through a race may not see where it stands: then it stays there, for the carrier to find.
 * Evidence   InboxTest, StripeTest. Races: TimerParkRace, TimerChunkRace (E1), WithdrawRace (E2, E3)
 */
/**
 * A queue of timers that other threads have armed, from which they can be withdrawn again: one that
 * is cancelled before the loop has taken it costs the loop nothing but a look at its slot. Places
 * are claimed by fetch-and-add in a list of arrays (as in the FAA queue of P. Ramalhete and A.
 * Correia, 2016).
 */
final class Stripe {
  /** A part of the queue; the link by which a timer that stands in it knows it. */
  static final class Chunk extends Link {
    private final long base;
    private final @Nullable Object[] slots = new @Nullable Object[SIZE];
    private volatile int claimed;
    private volatile @Nullable Chunk following;

    private Chunk(long base) {
      this.base = base;
    }

    private static VarHandle handle(String name, Class<?> type) {
      return Fields.find(MethodHandles.lookup(), name, type);
    }

    private int claim() {
      return (int) CLAIMED.getAndAdd(this, 1);
    }

    private Chunk followedBy(Chunk chunk) {
      Chunk was = (@Nullable Chunk) FOLLOWING.compareAndExchange(this, null, chunk);
      return was == null ? chunk : was;
    }

    private @Nullable Object slotAcquire(int i) {
      return SLOT.getAcquire(slots, i);
    }

    private void setSlotRelease(int i, Object entry) {
      SLOT.setRelease(slots, i, entry);
    }

    private void setSlotOpaque(int i, @Nullable Object entry) {
      SLOT.setOpaque(slots, i, entry);
    }
  }

  /** What stands in a slot for a timer that others may know. */
  private record Known(Timer timer, long stamp) {}

  private static final int SIZE_BITS = 8;

  /** How many places a chunk has. */
  static final int SIZE = 1 << SIZE_BITS;

  /** What a slot holds that has been withdrawn. */
  private static final Object WITHDRAWN = new Object();

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle CLAIMED = Chunk.handle("claimed", int.class);
  private static final VarHandle FOLLOWING = Chunk.handle("following", Chunk.class);
  private static final VarHandle TAIL = Fields.find(MethodHandles.lookup(), "tail", Chunk.class);

  private volatile Chunk tail = new Chunk(0);
  private volatile Chunk head = tail;
  private volatile long taken;
  private @Nullable Object next;
  private long at;
  private long goal;
  private long older;
  private int withdrawn;

  /** The index from which on there are more than may stand here while the loop idles. */
  private long limit;

  private void casTail(Chunk expected, Chunk value) {
    TAIL.compareAndSet(this, expected, value);
  }

  /**
   * Any thread: appends a timer, with the time of its registration. One that nobody else knows yet
   * can be withdrawn. Returns whether there are too many now.
   */
  boolean offer(Timer timer, long time, boolean isNew) {
    Object entry = isNew ? timer : new Known(timer, stamp(time)); // first, since it may fail
    while (true) {
      Chunk chunk = tail;
      int i = chunk.claim();
      if (i < SIZE) {
        if (isNew) {
          timer.prev = chunk;
          timer.seq = stamp(time) | i;
        }
        chunk.setSlotRelease(i, entry);
        return chunk.base + i >= limit;
      }
      Chunk following = chunk.following;
      if (following == null) {
        following = chunk.followedBy(new Chunk(chunk.base + SIZE));
      }
      if (following != chunk) {
        casTail(chunk, following);
      }
    }
  }

  /**
   * A time, with room for the place in a chunk. What stamps tell is the sign of their difference:
   * it holds while they are less than a year apart.
   */
  static long stamp(long time) {
    return time << SIZE_BITS;
  }

  /** The only thread that has cancelled the timer, while its message was under way (E3). */
  static void withdraw(Timer timer) {
    if (timer.prev instanceof Chunk chunk) {
      int i = (int) timer.seq & (SIZE - 1);
      if (chunk.slotAcquire(i) == timer && timer.due != Deadlines.NEVER) {
        chunk.setSlotOpaque(i, WITHDRAWN);
      }
      timer.prev = null; // a handle that somebody keeps must not keep the chunk
    }
  }

  /** How many have been offered. */
  private long offered() {
    Chunk chunk = tail;
    return chunk.base + Math.min(chunk.claimed, SIZE);
  }

  /** Any thread: how many have not been taken, among them those that were withdrawn. */
  long depth() {
    long before = taken;
    return offered() - before;
  }

  /** The carrier: whether there is nothing to take. */
  boolean isEmpty() {
    return offered() == at;
  }

  /** The carrier: what is here now may be taken. Returns whether there is anything. */
  boolean mark() {
    goal = offered();
    return at < goal;
  }

  /** The carrier: what was here when this was last called may be taken. */
  boolean markOlder() {
    goal = older;
    older = offered();
    return at < goal;
  }

  /** The carrier: so many more may come while it idles. */
  void allow(int more) {
    limit = offered() + more;
  }

  /** The carrier: whether there is a timer to take; passes over those that were withdrawn. */
  boolean hasNext() {
    while (next == null && at < goal) {
      Chunk chunk = head;
      if (at == chunk.base + SIZE) {
        chunk = leave(chunk);
      }
      int i = (int) (at - chunk.base);
      Object found = chunk.slotAcquire(i);
      while (found == null) { // claimed, but not yet filled
        Thread.onSpinWait();
        found = chunk.slotAcquire(i);
      }
      if (found != WITHDRAWN) {
        next = found;
        return true;
      }
      at++;
      withdrawn++;
    }
    return next != null;
  }

  @SuppressWarnings("NullAway") // there is a marked place beyond the chunk
  private Chunk leave(Chunk chunk) {
    Chunk following = chunk.following;
    head = following;
    chunk.following = chunk; // else an old chunk would keep all later ones from young collections
    return following;
  }

  /** The carrier, if there is a next one: when it was registered. */
  @SuppressWarnings("NullAway") // not asked without a next one
  long nextStamp() {
    return next instanceof Timer timer ? timer.seq : ((Known) next).stamp;
  }

  /** The carrier, if there is a next one. */
  @SuppressWarnings("NullAway") // not asked without a next one
  Timer take() {
    Object entry = next;
    next = null;
    Chunk chunk = head;
    chunk.setSlotOpaque((int) (at++ - chunk.base), null);
    return entry instanceof Timer timer ? timer : ((Known) entry).timer;
  }

  /** The carrier: shows how many have been taken. Returns how many of them had been withdrawn. */
  int publish() {
    int passed = withdrawn;
    withdrawn = 0;
    if (taken != at) {
      taken = at;
    }
    return passed;
  }

  /** Any thread: shows the timers that stand here now, without taking them. */
  void peek(Consumer<? super Timer> viewer) {
    Chunk chunk = head;
    while (chunk != null) {
      for (int i = 0; i < SIZE; i++) {
        switch (chunk.slotAcquire(i)) {
          case Timer timer -> viewer.accept(timer);
          case Known known -> viewer.accept(known.timer);
          case null, default -> {}
        }
      }
      Chunk following = chunk.following;
      chunk = following == chunk ? head : following;
    }
  }
}
