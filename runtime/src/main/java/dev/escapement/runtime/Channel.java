package dev.escapement.runtime;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   values, promised, senders,   any thread    any thread    plain, guarded by lock
 *   receivers, closed
 *   (stage and waker of a wait are Turn's)
 * Promises   A value stays in the queue until the poll that returns it. A waiting receive is only promised one: the count of
 *            promises goes up, and whoever polls takes the head. So values leave in the order in which they came whatever is
 *            cancelled, and a receive that is cancelled passes a promise on, never a value.
 * Invariant  free = values not promised. Receivers wait only if free is 0; senders wait only if free is the capacity or more,
 *            which is 1 at least; so never both. Nobody waits once the channel is closed.
 * Lock       Held for a few instructions, but for close, which looks at everybody who waits; nothing of the user's is called
 *            under it, and no waker.
 * Failure    A waker that throws is logged and counted; its wait was served before.
 * Evidence   ChannelTest, ChannelCancelTest, ChannelCloseTest, ChannelModelTest, ChannelStressTest
 */
/**
 * A queue of bounded length between tasks and threads. Values are received in the order in which
 * they were accepted. All methods may be called by any thread; none blocks: {@link #send} and
 * {@link #receive} are tasks, which join their line at the first poll and are served in its order.
 *
 * <p>Values must not be null. A cancelled wait leaves its line; no value is lost by it, and none is
 * received twice.
 *
 * @param <T> the type of the values
 */
public final class Channel<T> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<T> values = new ArrayDeque<>();
  private final LinkedHashSet<Send> senders = new LinkedHashSet<>();
  private final LinkedHashSet<Receive> receivers = new LinkedHashSet<>();
  private int promised;
  private boolean closed;

  private Channel(int capacity) {
    this.capacity = capacity;
  }

  /**
   * A channel that holds so many values for which no receiver waits.
   *
   * @param capacity 1 or more
   * @param <T> the type of the values
   * @return a new channel
   * @throws IllegalArgumentException if it is less than 1
   */
  public static <T> Channel<T> bounded(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + "; allowed is 1 or more");
    }
    return new Channel<>(capacity);
  }

  /**
   * Puts a value in, and waits if there is no room. The value may be accepted, and received, before
   * the poll that is ready: a cancel that comes in between does not take it back.
   *
   * @param value what to send
   * @return a new task, ready once the value was accepted; fails with {@link
   *     ChannelClosedException} if the channel is closed before
   */
  public Task<@Nullable Void> send(T value) {
    return new Send(requireNonNull(value, "value"));
  }

  /**
   * Takes the first value, and waits if there is none for it.
   *
   * @return a new task, ready with the value; fails with {@link ChannelClosedException} if the
   *     channel is closed and there is none. A time limit that throws a body's result away throws
   *     this value away: {@code runtime.timeout(limit, channel.receive())} does not
   */
  public Task<T> receive() {
    return new Receive();
  }

  /**
   * Puts a value in if there is room now.
   *
   * @param value what to send
   * @return false if there is no room, as is always so while others wait for it, or the channel is
   *     closed
   */
  public boolean trySend(T value) {
    requireNonNull(value, "value");
    Waker receiver;
    lock.lock();
    try {
      if (closed || free() >= capacity) {
        return false;
      }
      receiver = accept(value);
    } finally {
      lock.unlock();
    }
    Turn.wake(receiver);
    return true;
  }

  /**
   * Takes the first value if there is one that is not promised to a receiver before.
   *
   * @return empty if there is none; {@link #isClosed} tells whether there may be one later
   */
  public Optional<T> tryReceive() {
    T value;
    Waker sender;
    lock.lock();
    try {
      if (free() == 0) {
        return Optional.empty();
      }
      value = values.removeFirst();
      sender = admit();
    } finally {
      lock.unlock();
    }
    Turn.wake(sender);
    return Optional.of(value);
  }

  /**
   * Ends the sending. Sends that wait fail, and their values are dropped; what was accepted can
   * still be received; receivers for whom there is nothing fail.
   *
   * @return false if it was closed before
   */
  public boolean close() {
    List<Waker> waiting = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      Stream.concat(senders.stream(), receivers.stream()).map(Turn::waker).forEach(waiting::add);
      senders.clear();
      receivers.clear();
    } finally {
      lock.unlock();
    }
    waiting.forEach(Turn::wake);
    return true;
  }

  /**
   * Whether {@link #close} was called. There may still be values to receive.
   *
   * @return true if nothing is accepted any more
   */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many values there are to take; one that a receiver was woken for does not count.
   *
   * @return 0 or more, as of some moment during the call; more than the capacity only if a receiver
   *     was cancelled after it was woken
   */
  public int size() {
    lock.lock();
    try {
      return free();
    } finally {
      lock.unlock();
    }
  }

  private void refuseIfClosed(Turn turn) {
    if (closed) {
      turn.end();
      throw new ChannelClosedException();
    }
  }

  private int free() {
    return values.size() - promised;
  }

  /** Appends a value, and promises it (or one before it) to the first receiver. */
  private @Nullable Waker accept(T value) {
    values.addLast(value);
    return promise();
  }

  private @Nullable Waker promise() {
    if (receivers.isEmpty()) {
      return null;
    }
    Waker receiver = receivers.removeFirst().serve();
    promised++;
    return receiver;
  }

  /** Accepts what the first sender has, if there is room now. */
  private @Nullable Waker admit() {
    if (senders.isEmpty() || free() >= capacity) {
      return null;
    }
    Send first = senders.removeFirst();
    values.addLast(first.value);
    return first.serve();
  }

  private final class Send extends Turn implements Task<@Nullable Void> {
    private final T value;

    Send(T value) {
      this.value = value;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
      requireNonNull(context, "context");
      Waker receiver = null;
      lock.lock();
      try {
        switch (stage()) {
          case OPEN -> {
            refuseIfClosed(this);
            if (free() >= capacity) {
              senders.add(this); // nothing new if it waits already
              return pending(context, "room in a channel");
            }
            receiver = accept(value);
          }
          case SERVED -> {}
          case ENDED -> throw Waits.polledAfterEnd("a send", context);
        }
        end();
      } finally {
        lock.unlock();
      }
      wake(receiver);
      return Poll.ready(null);
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        senders.remove(this);
        end();
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Receive extends Turn implements Task<T> {
    @Override
    public Poll<T> poll(Context context) {
      requireNonNull(context, "context");
      T value;
      Waker sender;
      lock.lock();
      try {
        switch (stage()) {
          case OPEN -> {
            if (free() == 0) {
              refuseIfClosed(this);
              receivers.add(this); // nothing new if it waits already
              return pending(context, "a value from a channel");
            }
          }
          case SERVED -> promised--;
          case ENDED -> throw Waits.polledAfterEnd("a receive", context);
        }
        end();
        value = values.removeFirst();
        sender = admit();
      } finally {
        lock.unlock();
      }
      wake(sender);
      return Poll.ready(value);
    }

    @Override
    public void cancel() {
      Waker next = null;
      lock.lock();
      try {
        switch (stage()) {
          case OPEN -> receivers.remove(this);
          case SERVED -> {
            promised--;
            next = promise();
          }
          case ENDED -> {}
        }
        end();
      } finally {
        lock.unlock();
      }
      wake(next);
    }
  }
}
