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
 *   Lane.armed                 its thread    keeper    release, acquire: publishes the nodes so far, and the way to them
 *   Lane.last, Chunk           its thread    keeper    plain
 *   Lane.first, Lane.taken,    keeper        keeper    plain, confined
 *   pending
 */
/**
 * The least that arming takes from threads that do it at once, if each has the place to itself: a
 * clock reading, an object, an array, and nobody who takes anything over before all of them have
 * paused. Then it is sorted, and fired in that order. It cannot cancel, and threads whose ids are a
 * multiple of {@value #LANES} apart must not arm at the same time.
 */
final class ArmFloor implements Peer<Void> {
  private static final int LANES = 64;
  private static final int SIZE = 256;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final VarHandle ARMED;

  static {
    try {
      ARMED = MethodHandles.lookup().findVarHandle(Count.class, "armed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Lane[] lanes = new Lane[LANES];

  private record Node(long deadline, Runnable body) {}

  private static final class Chunk {
    final @Nullable Node[] nodes = new @Nullable Node[SIZE];
    @Nullable Chunk following;
  }

  /** Two cache lines. A superclass has its fields before those of a subclass. */
  private static class Padding {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
  }

  private static class Count extends Padding {
    Chunk first = new Chunk();
    Chunk last = first;
    int armed;
    int taken;

    void arm(Node node) {
      int at = armed % SIZE;
      if (at == 0 && armed > 0) {
        last = last.following = new Chunk();
      }
      last.nodes[at] = node;
      ARMED.setRelease(this, armed + 1);
    }

    int armedAcquire() {
      return (int) ARMED.getAcquire(this);
    }

    @SuppressWarnings("NullAway") // what was armed before is there
    void take(int upTo, List<Node> to) {
      for (; taken < upTo; taken++) {
        int at = taken % SIZE;
        if (at == 0 && taken > 0) {
          first = first.following;
        }
        to.add(first.nodes[at]);
      }
    }
  }

  /** Of the threads with one remainder. */
  private static final class Lane extends Count {
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
  }

  static ArmFloor start() {
    var floor = new ArmFloor();
    Arrays.setAll(floor.lanes, i -> new Lane());
    var _ = Thread.ofPlatform().daemon().name("arm-floor").start(floor::keepForever);
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
    throw new UnsupportedOperationException("arm-floor cannot cancel");
  }

  @Override
  public void execute(Runnable body) {
    var _ = Thread.ofPlatform().daemon().start(body);
  }

  private void keepForever() {
    int[] before = new int[LANES];
    List<Node> pending = new ArrayList<>();
    while (true) {
      LockSupport.parkNanos(PAUSE_NANOS);
      int[] armed = Arrays.stream(lanes).mapToInt(Lane::armedAcquire).toArray();
      if (Arrays.equals(before, armed)) {
        for (int i = 0; i < LANES; i++) {
          lanes[i].take(armed[i], pending);
        }
        pending.sort(Comparator.comparingLong(Node::deadline));
        pending.forEach(ArmFloor::fire);
        pending.clear();
      }
      before = armed;
    }
  }

  private static void fire(Node node) {
    for (long left; (left = node.deadline - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
    node.body.run();
  }
}
