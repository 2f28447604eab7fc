package dev.escapement.loom;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.ThreadWaits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/*
 * Ownership
 *   field       written by                    read by                mode, guard
 *   riders      who makes a thread; its end   any thread             concurrent map
 *   unstarted   who makes a thread            the carrier            guarded by itself
 */
/**
 * The threads of a bridge in a simulation: one runs at a time, in the order in which the loop polls
 * their riders.
 */
final class Batons implements Threads, ThreadWaits {
  private final LoomBridge bridge;
  private final Director director;
  private final Map<Thread, Rider> riders = new ConcurrentHashMap<>();
  private final List<Rider> unstarted = new ArrayList<>();

  Batons(LoomBridge bridge, Director director) {
    this.bridge = bridge;
    this.director = director;
  }

  @Override
  public Thread unstarted(Thread.Builder builder, Runnable body) {
    Rider rider = new Rider(this, director, bridge.access.callSite(), builder, body);
    synchronized (unstarted) {
      unstarted.add(rider);
    }
    riders.put(rider.thread, rider);
    return rider.thread;
  }

  @Override
  public void start(Thread thread) {
    thread.start();
    onTurn();
  }

  /** Finds the threads that were started, in the order in which they were made. */
  @Override
  public void onTurn() {
    synchronized (unstarted) {
      if (!unstarted.isEmpty()) {
        unstarted.removeIf(rider -> rider.thread.getState() != Thread.State.NEW && begin(rider));
      }
    }
  }

  private boolean begin(Rider rider) {
    rider.started = true;
    try {
      bridge.access.spawn(rider.thread.getName(), rider.madeAt, rider);
    } catch (RejectedExecutionException closed) {
      rider.refuse();
    }
    return true;
  }

  void forget(Rider rider) {
    riders.remove(rider.thread);
  }

  private static Rider current(String call) {
    Rider rider = Rider.current();
    if (rider == null) {
      throw new IllegalStateException(
          call
              + " was called in a simulation by thread '"
              + Thread.currentThread().getName()
              + "', which takes no part in it; call it in a thread that the bridge started (fork,"
              + " blocking, a Scope, scheduledExecutor or threadFactory)");
    }
    return rider;
  }

  @Override
  public void refuseOutsiders(String call) {
    Rider rider = current(call);
    if (rider.batons != this) {
      throw new IllegalStateException(
          call + ": thread '" + rider.thread.getName() + "' belongs to another simulation");
    }
  }

  @Override
  public void park(Object blocker) {
    current("park").block();
  }

  @Override
  public void unpark(Thread thread) {
    Rider rider = riders.get(thread);
    if (rider != null) {
      rider.wake();
    }
  }

  @Override
  public Context context(Waker waker) {
    return current("poll").context(waker);
  }

  /** Of a thread that the bridge has not made, the wait is a foreign block. */
  @Override
  public void join(Thread thread) throws InterruptedException {
    Rider rider = riders.get(thread);
    if (rider == null) {
      thread.join();
    } else if (rider.started) {
      bridge.untilEnded(rider.ended.asTask(), true);
    }
  }

  @Override
  public boolean isAlive(Thread thread) {
    Rider rider = riders.get(thread);
    return rider != null && rider.started;
  }

  @Override
  public boolean endedBy(long deadlineNanos, Task<?> task) throws InterruptedException {
    return bridge.endedBy(deadlineNanos, task);
  }

  @Override
  public String toString() {
    return bridge.runtime.toString();
  }
}
