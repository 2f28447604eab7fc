package dev.escapement.benchmarks.peers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   Lane.tail       any thread                 volatile: of two that put a chunk there, one has written it for nothing
 *   Chunk.claimed   any thread                 read-modify-write
 *   Chunk.slots     who has claimed a place    release
 *   Node.state      any thread                 compare-and-set, from zero
 *   Node.body       who has cancelled it       plain, after the compare-and-set
 */
/**
 * The least that arming and cancelling take from the thread that does both, if the timer goes where
 * another one would find it in the way of our stripes: a clock reading, an object, a place claimed
 * and filled, a compare-and-set that decides between cancel and firing, and a mark in the place.
 * But nobody looks: there is no loop, no order, no wake-up, and only what has no delay is run.
 */
final class ClaimFloor implements Peer<ClaimFloor.Node> {
  private static final int LANES = 8;
  private static final int SIZE = 256;
  private static final int ARMED = 0; // what a new node has
  private static final int CANCELLED = 1;
  private static final Object GONE = new Object();
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle CLAIMED;
  private static final VarHandle STATE;

  static {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      CLAIMED = lookup.findVarHandle(Chunk.class, "claimed", int.class);
      STATE = lookup.findVarHandle(Node.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Lane[] lanes = new Lane[LANES];

  ClaimFloor() {
    Arrays.setAll(lanes, i -> new Lane());
  }

  /** A timer that knows where it stands. */
  static final class Node {
    final long deadline;
    private final Chunk chunk;
    private final int place;
    private @Nullable Runnable body;
    private int state; // plain until others know it: a volatile store would be a fence

    Node(long deadline, Chunk chunk, int place, Runnable body) {
      this.deadline = deadline;
      this.chunk = chunk;
      this.place = place;
      this.body = body;
    }
  }

  private static final class Lane {
    volatile Chunk tail = new Chunk();
  }

  static final class Chunk {
    final @Nullable Object[] slots = new @Nullable Object[SIZE];
    private volatile int claimed;
  }

  @Override
  public Node after(long delayNanos, Runnable body) {
    if (delayNanos <= 0) {
      execute(body); // and the node that is made all the same means nothing
    }
    Lane lane = lanes[(int) Thread.currentThread().threadId() & (LANES - 1)];
    long deadline = System.nanoTime() + delayNanos;
    while (true) {
      Chunk chunk = lane.tail;
      int place = (int) CLAIMED.getAndAdd(chunk, 1);
      if (place < SIZE) {
        var node = new Node(deadline, chunk, place, body);
        SLOT.setRelease(chunk.slots, place, node);
        return node;
      }
      lane.tail = new Chunk();
    }
  }

  @Override
  public void cancel(Node timer) {
    if (STATE.compareAndSet(timer, ARMED, CANCELLED)) {
      SLOT.setOpaque(timer.chunk.slots, timer.place, GONE);
      timer.body = null;
    }
  }

  @Override
  public void execute(Runnable body) {
    var _ = Thread.ofPlatform().daemon().start(body);
  }
}
