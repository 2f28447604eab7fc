package dev.escapement.samples;

import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Owns pending events by id, and the thread on which they happen. Whoever waits for an event leaves
 * a waker; when the event happens, its id is marked ready and the waker is woken. Here an event is
 * that some time has passed; elsewhere it would be a socket that can be read.
 */
final class Reactor implements AutoCloseable {
  private final Map<Integer, Event> events = new HashMap<>();
  private final Thread thread = new Thread(this::run, "reactor");
  private boolean closed;

  private static final class Event {
    private final long dueNanos;
    private @Nullable Waker waker;
    private boolean ready;

    Event(long dueNanos, Waker waker) {
      this.dueNanos = dueNanos;
      this.waker = waker;
    }
  }

  Reactor() {
    thread.start();
  }

  /** Makes an event happen after some time. */
  synchronized void register(int id, Duration after, Waker waker) {
    events.put(id, new Event(System.nanoTime() + after.toNanos(), waker));
    notifyAll();
  }

  /** Whether the event has happened; it is forgotten then. If not, the waker replaces the last. */
  synchronized boolean isReady(int id, Waker waker) {
    Event event = events.get(id);
    if (event == null) {
      throw new IllegalArgumentException("no event has the id " + id);
    }
    event.waker = waker;
    if (event.ready) {
      events.remove(id);
    }
    return event.ready;
  }

  /** Nobody waits for the event any more. */
  synchronized void forget(int id) {
    events.remove(id);
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    List<Waker> wakers = new ArrayList<>();
    while (waitForEvents(wakers)) {
      wakers.forEach(Waker::wake); // without the lock: a waker may do anything
      wakers.clear();
    }
  }

  /** Fills in the wakers of what has happened; false once the reactor is closed. */
  private synchronized boolean waitForEvents(List<Waker> wakers) {
    while (!closed && wakers.isEmpty()) {
      long wait = takeDue(wakers);
      if (wakers.isEmpty()) {
        try {
          TimeUnit.NANOSECONDS.timedWait(this, wait);
        } catch (InterruptedException e) {
          return false; // the thread is ours, and nobody else has it to interrupt it
        }
      }
    }
    return !closed;
  }

  /** Returns the time to the next event. */
  private long takeDue(List<Waker> wakers) {
    long now = System.nanoTime();
    long wait = Long.MAX_VALUE;
    for (Event event : events.values()) {
      Waker waker = event.waker;
      long left = event.dueNanos - now;
      if (event.ready || waker == null) {
        continue;
      }
      if (left <= 0) {
        event.ready = true;
        event.waker = null;
        wakers.add(waker);
      } else {
        wait = Math.min(wait, left);
      }
    }
    return wait;
  }

  /** Ends the thread and waits for its end. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    Threads.join(thread);
  }
}
