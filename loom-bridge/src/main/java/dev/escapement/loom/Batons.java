package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.ThreadSleep;
import dev.escapement.runtime.spi.ThreadWaits;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field       written by                    read by                mode, guard
 *   riders      who makes or starts a         any thread             concurrent map: those that will be started by us, or were
 *               thread; its end                                      started by anybody, and have not ended
 *   unstarted   who makes a thread for a      the carrier, the       guarded by itself; weak, since users need not start them
 *               user; the carrier             holder
 *   over        the end of the runtime        who makes a thread     guarded by unstarted
 *   made        who makes a thread            any thread             atomic
 */
/**
 * The threads of a bridge in a simulation: one runs at a time, in the order in which the loop polls
 * their riders.
 */
final class Batons implements Threads, ThreadWaits {
  private static final int MOST_TURNS = 100_000;
  private static final Comparator<Rider> BY_AGE = Comparator.comparingLong(rider -> rider.number);
  private static final System.Logger LOG = System.getLogger("dev.escapement.loom");

  private final LoomBridge bridge;
  private final Director director;
  private final Map<Thread, Rider> riders = new ConcurrentHashMap<>();
  private final List<WeakReference<Rider>> unstarted = new ArrayList<>();
  private final AtomicLong made = new AtomicLong();
  private boolean over;

  Batons(LoomBridge bridge, Director director) {
    this.bridge = bridge;
    this.director = director;
  }

  @Override
  public Thread unstarted(
      @Nullable StackTraceElement askedAt, Thread.Builder builder, Runnable body) {
    Rider rider = new Rider(this, made.incrementAndGet(), director, askedAt, builder, body);
    riders.put(rider.thread, rider);
    return rider.thread;
  }

  @Override
  public Thread unstartedForUser(
      @Nullable StackTraceElement askedAt, Thread.Builder builder, Runnable body) {
    Rider rider = new Rider(this, made.incrementAndGet(), director, askedAt, builder, body);
    synchronized (unstarted) {
      if (over) {
        rider.free();
      } else {
        unstarted.add(new WeakReference<>(rider));
      }
    }
    return rider.thread;
  }

  @Override
  public void start(Thread thread) {
    onTurn(); // what was started before comes before
    Rider rider = requireNonNull(riders.get(thread), "a thread that was made here");
    thread.start();
    var _ = begin(rider);
  }

  @Override
  public void forget(Thread unstarted) {
    riders.remove(unstarted);
  }

  /** Finds the threads that were started, in the order in which they were made. */
  @Override
  public void onTurn() {
    synchronized (unstarted) {
      if (!unstarted.isEmpty()) {
        unstarted.removeIf(
            reference -> {
              Rider rider = reference.get();
              return rider == null || (rider.thread.getState() != Thread.State.NEW && begin(rider));
            });
      }
    }
  }

  @Override
  public void onEnd() {
    synchronized (unstarted) {
      over = true;
      for (WeakReference<Rider> reference : unstarted) {
        Rider rider = reference.get();
        if (rider != null) {
          rider.free();
        }
      }
      unstarted.clear();
    }
    unwind();
  }

  /**
   * All timers and tasks are cancelled. Each thread gets turns until it has ended: it may wait for
   * others that unwind as well. If none of them goes on, the wait of the youngest is cancelled:
   * others may wait for it.
   */
  private void unwind() {
    List<Rider> left = inOrder();
    left.forEach(rider -> rider.unwind(false));
    for (int turns = 0; turns < MOST_TURNS; turns++) {
      left.removeIf(Rider::hasLeft);
      if (left.isEmpty()) {
        left = inOrder(); // those that were started meanwhile
        if (left.isEmpty()) {
          return;
        }
      }
      Optional<Rider> woken = left.stream().filter(Rider::isWoken).findFirst();
      Rider next = woken.orElse(Collections.max(left, BY_AGE));
      left.remove(next);
      left.add(next); // in turns
      var _ = next.unwind(woken.isEmpty());
    }
    for (Rider rider : inOrder()) {
      LOG.log(Level.WARNING, rider + " had not unwound when its simulation was closed");
      rider.free();
    }
  }

  /** Those that take part, oldest first. */
  private List<Rider> inOrder() {
    List<Rider> all = new ArrayList<>(riders.values());
    all.removeIf(rider -> !rider.started || rider.hasLeft());
    all.sort(BY_AGE);
    return all;
  }

  private boolean begin(Rider rider) {
    riders.put(rider.thread, rider);
    rider.started = true;
    try {
      bridge.access.spawn(rider.thread.getName(), rider.madeAt, rider);
    } catch (RejectedExecutionException closed) {
      riders.remove(rider.thread);
      rider.free();
    }
    return true;
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
  public boolean takesPart() {
    Rider rider = Rider.current();
    return rider != null && rider.batons == this;
  }

  @Override
  public void refuseOutsiders(String call) {
    Rider rider = current(call);
    if (rider.batons != this) {
      throw new IllegalStateException(
          call + ": thread '" + rider.thread.getName() + "' belongs to another simulation");
    }
    rider.calls();
  }

  @Override
  public @Nullable ThreadSleep beginSleep(LoomBridge by, long deadlineNanos, long nowNanos)
      throws InterruptedException {
    Sleep sleep = by.runtime.sleepUntil(deadlineNanos);
    var blocked = new BlockedThread(by, Frame.currentLimit());
    var _ = LoomBridge.unfailing(() -> blocked.untilRecorded(sleep));
    return null;
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
    onTurn(); // it may just have been started
    Rider rider = riders.get(thread);
    if (rider == null) {
      thread.join();
    } else if (rider.started) {
      var _ = endedBy(Long.MAX_VALUE, rider.ended.asTask());
    }
  }

  @Override
  public boolean isAlive(Thread thread) {
    onTurn();
    Rider rider = riders.get(thread);
    return rider != null && rider.started;
  }

  @Override
  public boolean endedBy(long deadlineNanos, Task<?> task) throws InterruptedException {
    return bridge.endedBy(deadlineNanos, task, null); // as in real time, no limit ends it
  }

  @Override
  public String toString() {
    return bridge.runtime.toString();
  }
}
