package dev.escapement.benchmarks.peers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field                   written by          read by       mode, guard
 *   armed                   the lane's thread   keeper        release, acquire: publishes the nodes so far, and the way to them
 *   last                    the lane's thread   its thread    plain
 *   Chunk                   the lane's thread   keeper        plain, published by armed
 *   first, taken, soonest   keeper              keeper        plain, confined
 */
/**
 * The least time that it takes to arm timers of any length from several threads, if one thread
 * takes them over as they come: a clock reading, an object, an array that each thread has to
 * itself, a look at the deadline, and a list. When {@value #PAUSES_AT_THE_END} looks have found
 * nothing they are sorted and fired; that takes more processor time than a timer library needs. It
 * cannot cancel, and threads whose ids are a multiple of {@value #LANES} apart must not arm at the
 * same time.
 */
final class LaneFloor implements Peer<Void> {
  private static final int LANES = 64;
  private static final int SIZE = 256;
  private static final long PAUSE_NANOS = 1_000_000;

  /** A thread that arms may be off the processor for a while: what it arms later fires late. */
  private static final int PAUSES_AT_THE_END = 25;

  private static final VarHandle ARMED;

  static {
    try {
      ARMED = MethodHandles.lookup().findVarHandle(Count.class, "armed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Lane[] lanes = new Lane[LANES];

  /** Nobody asks for it: a timer that was not looked at would not have been taken over. */
  private long soonest = Long.MAX_VALUE;

  private record Node(long deadline, Runnable body) {}

  private static final class Chunk {
    final @Nullable Node[] nodes = new @Nullable Node[SIZE];
    @Nullable Chunk following;
  }

  /** Two cache lines, and the gap behind the header that a field of a subclass would fill. */
  private static class Padding {
    int a;
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
  }

  private static class Count extends Padding {
    Chunk first = new Chunk();
    Chunk last = first;
    int armed;
    int taken;

    private int armedAcquire() {
      return (int) ARMED.getAcquire(this);
    }

    private void setArmedRelease(int value) {
      ARMED.setRelease(this, value);
    }

    void arm(Node node) {
      int at = armed % SIZE;
      if (at == 0 && armed > 0) {
        last = last.following = new Chunk();
      }
      last.nodes[at] = node;
      setArmedRelease(armed + 1);
    }

    /** Returns the earliest deadline. Stores where it is once: its thread reads that line, too. */
    @SuppressWarnings("NullAway") // what was armed before is there
    long take(List<Node> to) {
      long soonest = Long.MAX_VALUE;
      int end = armedAcquire();
      Chunk from = first;
      for (int i = taken; i < end; i++) {
        int at = i % SIZE;
        if (at == 0 && i > 0) {
          from = from.following;
        }
        Node node = from.nodes[at];
        soonest = Math.min(soonest, node.deadline);
        to.add(node);
      }
      if (taken < end) {
        first = from;
        taken = end;
      }
      return soonest;
    }
  }

  /** Of the threads with one remainder. */
  private static final class Lane extends Count {
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
  }

  static LaneFloor start() {
    var floor = new LaneFloor();
    Arrays.setAll(floor.lanes, i -> new Lane());
    var _ = Thread.ofPlatform().daemon().name("lane-floor").start(floor::keepForever);
    return floor;
  }

  @Override
  public Void after(long delayNanos, Runnable body) {
    Lane lane = lanes[(int) Thread.currentThread().threadId() & (LANES - 1)];
    lane.arm(new Node(System.nanoTime() + delayNanos, body));
    return null;
  }

  @Override
  public void cancel(Void timer) {
    throw new UnsupportedOperationException("lane-floor cannot cancel");
  }

  @Override
  public void execute(Runnable body) {
    var _ = Thread.ofPlatform().daemon().start(body);
  }

  private void keepForever() {
    List<Node> pending = new ArrayList<>();
    int pauses = 0;
    while (true) {
      LockSupport.parkNanos(PAUSE_NANOS);
      int before = pending.size();
      for (Lane lane : lanes) {
        soonest = Math.min(soonest, lane.take(pending));
      }
      pauses = pending.size() > before ? 0 : pauses + 1;
      if (pauses == PAUSES_AT_THE_END) {
        pending.sort(Comparator.comparingLong(Node::deadline));
        pending.forEach(LaneFloor::fire);
        pending.clear();
      }
    }
  }

  private static void fire(Node node) {
    for (long left; (left = node.deadline - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
    node.body.run();
  }
}
