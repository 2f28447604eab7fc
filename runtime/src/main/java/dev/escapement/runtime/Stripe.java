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
 *   cursor            carrier        carrier                plain, confined
 *   taken             carrier        any thread             volatile
 *   far               creator        any thread             final
 *   limit             carrier        producers              opaque: one that comes late costs a wake-up
 * Ordering
 *   E1  A place belongs to the one whose read-modify-write of claimed returned it. That is a full fence and what the carrier
 *       looks at, so what a producer reads after it takes part in the arguments of Inbox (E2, E3), though the place is still
 *       to be filled: the carrier spins until it is, however long its producer is off the processor. A chunk is full before
 *       tail moves on to the next, and nobody claims in a chunk that tail has not reached: what the carrier finds in tail is
 *       all that there is.
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
  private static final VarHandle LIMIT = Fields.find(MethodHandles.lookup(), "limit", long.class);

  /**
   * Two cache lines. A superclass has its fields before those of a subclass, but HotSpot puts a
   * small field of the subclass into the gap behind a header of 12 bytes, unless the int fills it.
   */
  private static class Padding {
    int a;
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
  }

  private static class Place extends Padding {
    /** What stands at this place, if that has been read. */
    @Nullable Object next;

    long at;
    long goal;
    int withdrawn;
  }

  /**
   * Where the carrier is: what it writes for each timer that it takes, away from what producers
   * read for each that they offer.
   */
  private static final class Cursor extends Place {
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
  }

  private volatile Chunk tail = new Chunk(0);
  private volatile Chunk head = tail;
  private volatile long taken;
  private final Cursor cursor = new Cursor();

  /** Where the same threads put what is far; the stripe itself if there is no such place. */
  private final Stripe far;

  /** The index from which on there are more than may stand here while the loop idles. */
  private long limit;

  /** One for threads that put everything here. */
  Stripe() {
    this.far = this;
  }

  Stripe(Stripe far) {
    this.far = far;
  }

  Stripe far() {
    return far;
  }

  private void casTail(Chunk expected, Chunk value) {
    TAIL.compareAndSet(this, expected, value);
  }

  private long limitOpaque() {
    return (long) LIMIT.getOpaque(this);
  }

  private void setLimitOpaque(long value) {
    LIMIT.setOpaque(this, value);
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
        return chunk.base + i >= limitOpaque();
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
  long offered() {
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
    return offered() == cursor.at;
  }

  /** The carrier: what is here now may be taken. Returns whether there is anything. */
  boolean mark() {
    cursor.goal = offered();
    return cursor.at < cursor.goal;
  }

  /** The carrier: so many more may come while it idles. */
  void allow(int more) {
    setLimitOpaque(offered() + more);
  }

  /** The carrier: whether there is a timer to take; passes over those that were withdrawn. */
  boolean hasNext() {
    while (cursor.next == null && cursor.at < cursor.goal) {
      Chunk chunk = head;
      if (cursor.at == chunk.base + SIZE) {
        chunk = leave(chunk);
      }
      int i = (int) (cursor.at - chunk.base);
      Object found = chunk.slotAcquire(i);
      while (found == null) { // claimed, but not yet filled
        Thread.onSpinWait();
        found = chunk.slotAcquire(i);
      }
      if (found != WITHDRAWN) {
        cursor.next = found;
        return true;
      }
      cursor.at++;
      cursor.withdrawn++;
    }
    return cursor.next != null;
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
    return cursor.next instanceof Timer timer ? timer.seq : ((Known) cursor.next).stamp;
  }

  /** The carrier, if there is a next one. */
  @SuppressWarnings("NullAway") // not asked without a next one
  Timer take() {
    Object entry = cursor.next;
    cursor.next = null;
    Chunk chunk = head;
    chunk.setSlotOpaque((int) (cursor.at++ - chunk.base), null);
    return entry instanceof Timer timer ? timer : ((Known) entry).timer;
  }

  /** The carrier: shows how many have been taken. Returns how many of them had been withdrawn. */
  int publish() {
    int passed = cursor.withdrawn;
    cursor.withdrawn = 0;
    if (taken != cursor.at) {
      taken = cursor.at;
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
