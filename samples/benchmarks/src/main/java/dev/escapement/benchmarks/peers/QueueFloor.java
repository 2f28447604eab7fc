package dev.escapement.benchmarks.peers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/*
 * Ownership
 *   queue   any thread    taker         multi-producer, single-consumer
 *   state   any thread    any thread    compare-and-set
 */
/**
 * What timers cost which one thread owns, and which all other threads send to it through one queue:
 * a clock reading, an object, the queue; and once more the queue for a cancel, if the timer was
 * taken before. The taker keeps no order and remembers nothing; only what has no delay is run.
 */
final class QueueFloor implements Peer<QueueFloor.Node> {
  private static final int CHUNK = 1024;
  private static final long PAUSE_NANOS = 50_000;

  private final MpscUnboundedVarHandleArrayQueue<Node> queue =
      new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
  private final Thread taker =
      Thread.ofPlatform().daemon().name("queue-floor").unstarted(this::takeForever);

  /** A timer without a heap to stand in. */
  static final class Node {
    private static final int SENT = 0;
    private static final int TAKEN = 1;
    private static final int CANCELLED = 2;
    private static final VarHandle STATE;

    static {
      try {
        STATE = MethodHandles.lookup().findVarHandle(Node.class, "state", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    final long deadline;
    final boolean atOnce;
    final Runnable body;
    private volatile int state; // SENT; told here, it would be a fence in the constructor

    Node(long delayNanos, Runnable body) {
      this.deadline = System.nanoTime() + delayNanos;
      this.atOnce = delayNanos <= 0;
      this.body = body;
    }

    boolean move(int from, int to) {
      return STATE.compareAndSet(this, from, to);
    }
  }

  static QueueFloor start() {
    var floor = new QueueFloor();
    floor.taker.start();
    return floor;
  }

  @Override
  public Node after(long delayNanos, Runnable body) {
    var node = new Node(delayNanos, body);
    if (Thread.currentThread() == taker) {
      take(node);
    } else {
      queue.offer(node);
    }
    return node;
  }

  @Override
  public void cancel(Node timer) {
    boolean ofTheTaker = !timer.move(Node.SENT, Node.CANCELLED);
    if (ofTheTaker && timer.move(Node.TAKEN, Node.CANCELLED) && Thread.currentThread() != taker) {
      queue.offer(timer);
    }
  }

  @Override
  public void execute(Runnable body) {
    var _ = after(0, body);
  }

  private void takeForever() {
    while (true) {
      Node node = queue.poll();
      if (node == null) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } else {
        take(node);
      }
    }
  }

  private static void take(Node node) {
    if (node.move(Node.SENT, Node.TAKEN) && node.atOnce) {
      node.body.run();
    }
  }
}
