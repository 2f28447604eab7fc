package dev.escapement.benchmarks.peers;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/*
 * Ownership
 *   inbox     any thread    keeper    multi-producer, single-consumer
 *   pending   keeper        keeper    confined
 */
/**
 * The least that timers of one length can cost which one thread owns: a clock reading, an object, a
 * queue to that thread, and a ring there, since they are due in the order in which they come. It
 * can neither cancel nor sort, and looks at its queue once a millisecond.
 */
final class FifoFloor implements Peer<Void> {
  private static final int CHUNK = 1024;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final long AT_ONCE = Long.MIN_VALUE;

  private final MpscUnboundedVarHandleArrayQueue<Node> inbox =
      new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
  private final ArrayDeque<Node> pending = new ArrayDeque<>();

  private record Node(long deadline, Runnable body) {}

  static FifoFloor start() {
    var floor = new FifoFloor();
    var _ = Thread.ofPlatform().daemon().name("fifo-floor").start(floor::keepForever);
    return floor;
  }

  @Override
  public Void after(long delayNanos, Runnable body) {
    inbox.offer(new Node(delayNanos <= 0 ? AT_ONCE : System.nanoTime() + delayNanos, body));
    return null;
  }

  @Override
  public void cancel(Void timer) {
    throw new UnsupportedOperationException("fifo-floor cannot cancel");
  }

  @Override
  public void execute(Runnable body) {
    var _ = after(0, body);
  }

  private void keep(Node node) {
    if (node.deadline == AT_ONCE) {
      node.body.run();
    } else {
      pending.add(node);
    }
  }

  private void keepForever() {
    while (true) {
      for (Node sent = inbox.poll(); sent != null; sent = inbox.poll()) {
        keep(sent);
      }
      Node first = pending.peek();
      while (first != null && first.deadline <= System.nanoTime()) {
        pending.remove().body.run();
        first = pending.peek();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
