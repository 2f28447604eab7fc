package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field        written by                 read by       mode, guard
 *   children     the owner                  any thread    concurrent queue                                  [E1]
 *   open         the owner, who tells       any thread    atomic; the owner holds one until it joins        [E2]
 *   stopped      whoever stops, once        any thread    compare-and-set from null                         [E1]
 *   limit        the owner                  any thread    volatile
 *   collecting   the owner                  any thread    volatile
 *   joining,     the owner                  the owner     plain, confined
 *   closed
 *   (outcome, thread and handle of a child: see Child)
 * Ordering
 *   E1  forker: add the child, look whether the scope was stopped.  stopper: set stopped, cancel all children. At least one sees
 *       the other: no child is left running.
 *   E2  Whoever takes the last from open completes allEnded; what the children have noted happens before that.
 * Failure    what a child throws is its outcome.
 * Evidence   ScopeTest, StormTest. Races: ForkAgainstStopRace (E1), JoinAgainstEndRace (E2)
 */
/**
 * Threads that do not outlive a block of code. The thread that opened a scope forks others in it,
 * joins them, and closes it; {@link #close} returns when every thread has ended. The first failure
 * cancels the rest, unless {@link #collectAll} was called.
 *
 * <pre>{@code
 * try (Scope scope = bridge.openScope().limit(Duration.ofSeconds(2))) {
 *   JoinHandle<User> user = scope.fork("user", () -> findUser(id));
 *   JoinHandle<List<Order>> orders = scope.fork("orders", () -> findOrders(id));
 *   scope.join();
 *   return new Page(user.join(), orders.join());
 * }
 * }</pre>
 *
 * <p>Only the thread that opened it may call its methods.
 */
public final class Scope implements AutoCloseable {
  /**
   * How a forked thread ended.
   *
   * @param <T> the type of its result
   */
  public sealed interface Outcome<T extends @Nullable Object> {
    /**
     * It returned a value.
     *
     * @param value what it returned
     * @param <T> the type of its result
     */
    record Completed<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /**
     * It threw.
     *
     * @param cause what it threw
     * @param <T> the type of its result
     */
    record Failed<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {}

    /**
     * It was cancelled.
     *
     * @param <T> the type of its result
     */
    record Cancelled<T extends @Nullable Object>() implements Outcome<T> {}
  }

  /** Why nothing runs any more: a failure, the limit, or that all have ended or the scope has. */
  private sealed interface Stop {
    record Failure(Throwable cause) implements Stop {}

    record Late(String message) implements Stop {}

    record Over() implements Stop {}
  }

  private final LoomBridge bridge;
  private final @Nullable Frame around = Frame.current();
  private final Thread owner = Thread.currentThread();
  private final ConcurrentLinkedQueue<Child<?>> children = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger(1);
  private final Promise<@Nullable Void> allEnded = new Promise<>();
  private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
  private volatile @Nullable Sleep limit;
  private volatile boolean collecting;
  private boolean joining;
  private boolean closed;

  Scope(LoomBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * From now on a failure does not cancel the others, and {@link #join} does not throw it.
   *
   * @return this scope
   */
  public Scope collectAll() {
    refuse("collectAll");
    collecting = true;
    return this;
  }

  /**
   * Limits the time of all threads of this scope together, counted from this call. When it is over
   * they are cancelled, and {@link #join} throws {@link TimeoutException}.
   *
   * @param duration with zero or less they are cancelled at once
   * @return this scope
   * @throws IllegalStateException if the scope has a limit
   */
  public Scope limit(Duration duration) {
    requireNonNull(duration, "duration");
    refuse("limit");
    if (limit != null) {
      throw new IllegalStateException("the scope has a limit already");
    }
    Sleep timer = bridge.runtime.sleep(duration);
    limit = timer;
    Waker over =
        () -> {
          if (timer.isElapsed()) {
            stop(new Stop.Late("the scope's time limit of " + duration + " is over"));
          }
        };
    if (timer.poll(Context.of(over)).isReady()) {
      over.wake();
    }
    return this;
  }

  long remainingNanos() {
    Sleep timer = limit;
    long left =
        timer == null
            ? Long.MAX_VALUE
            : Frame.leftOf(timer.deadlineNanos(), bridge.runtime.nanoTime());
    return around == null ? left : Math.min(left, around.remainingNanos());
  }

  /**
   * Starts a virtual thread. If the scope was stopped by a failure or by its limit, the thread is
   * cancelled at once.
   *
   * @param name the name of the thread, and of its task in dumps
   * @param body what to run
   * @param <T> the type of its result
   * @return its result to come; its cancel ends this thread only
   * @throws IllegalStateException if the scope is joined or closed, or on another thread than the
   *     one that opened it
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public <T extends @Nullable Object> JoinHandle<T> fork(String name, Callable<? extends T> body) {
    requireNonNull(name, "name");
    requireNonNull(body, "body");
    refuse("fork");
    if (joining) {
      throw new IllegalStateException("fork: the scope is joined already");
    }
    ThreadTask<T> task = ThreadTask.forked(bridge, name, this, body);
    JoinHandle<T> handle = bridge.runtime.spawn(name, task);
    Child<T> child = new Child<>(this, task, handle);
    open.incrementAndGet();
    children.add(child);
    child.register();
    task.start();
    if (stopped.get() != null) {
      handle.cancel();
    }
    return handle;
  }

  /**
   * Blocks until all have ended. Nothing can be forked afterwards. When the runtime closes, those
   * that had not ended are cancelled.
   *
   * @return how each ended, in the order of the forks
   * @throws ExecutionException with the first failure as its cause, unless failures are collected
   * @throws TimeoutException if the limit was over before all had ended
   * @throws InterruptedException if the caller is interrupted; the threads go on until {@link
   *     #close}
   * @throws IllegalStateException on another thread than the one that opened the scope
   */
  public List<Outcome<?>> join() throws ExecutionException, TimeoutException, InterruptedException {
    refuse("join");
    noMoreForks();
    bridge.untilEnded(allEnded.asTask(), true);
    switch (stopped.get()) {
      case Stop.Failure(Throwable cause) -> throw new ExecutionException(cause);
      case Stop.Late(String message) -> throw new TimeoutException(message);
      case Stop.Over over -> {
        return outcomes();
      }
      case null -> throw new AssertionError("all have ended and nothing is over");
    }
  }

  private void noMoreForks() {
    if (!joining) {
      joining = true;
      ended();
    }
  }

  private List<Outcome<?>> outcomes() {
    List<Outcome<?>> all = new ArrayList<>();
    for (Child<?> child : children) {
      all.add(requireNonNull(child.outcome));
    }
    return List.copyOf(all);
  }

  /**
   * Cancels what has not ended, and blocks until every thread has ended, whatever it does and
   * however often the caller is interrupted; the caller's interrupt is kept. Idempotent.
   *
   * @throws IllegalStateException on another thread than the one that opened the scope
   */
  @Override
  public void close() {
    refuseOtherThreads("close");
    if (closed) {
      return;
    }
    closed = true;
    stop(new Stop.Over());
    noMoreForks();
    boolean interrupted = false;
    for (Child<?> child : children) {
      while (bridge.threads.isAlive(child.task.thread())) {
        try {
          bridge.join(child.task.thread());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      owner.interrupt();
    }
  }

  private void refuse(String call) {
    refuseOtherThreads(call);
    if (closed) {
      throw new IllegalStateException(call + ": the scope is closed");
    }
  }

  private void refuseOtherThreads(String call) {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          call
              + " was called by thread '"
              + Thread.currentThread().getName()
              + "'; only the one that opened the scope may, '"
              + owner.getName()
              + "'");
    }
  }

  /** Any thread: cancels all children; only the first reason counts. */
  private void stop(Stop why) {
    if (stopped.compareAndSet(null, why)) {
      for (Child<?> child : children) {
        child.handle.cancel();
      }
    }
  }

  /** One child has ended, or the owner forks no more. Once all have, no limit is over any more. */
  private void ended() {
    if (open.decrementAndGet() == 0) {
      stopped.compareAndSet(null, new Stop.Over());
      Sleep timer = limit;
      if (timer != null) {
        timer.cancel();
      }
      allEnded.complete(null);
    }
  }

  /*
   * Ownership
   *   told      who tells    any thread    compare-and-set: the forker and the carrier may both see the end
   *   outcome   who tells    the owner     plain, published by open (Scope, E2)
   */
  /** Notes how a forked thread ended; told by its handle, on the carrier. */
  private static final class Child<T extends @Nullable Object> implements Waker {
    final ThreadTask<T> task;
    final JoinHandle<T> handle;
    private final Scope scope;
    private final AtomicBoolean told = new AtomicBoolean();
    @Nullable Outcome<T> outcome;

    Child(Scope scope, ThreadTask<T> task, JoinHandle<T> handle) {
      this.scope = scope;
      this.task = task;
      this.handle = handle;
    }

    /** Before the thread starts, so that its failure is not one that nobody waits for. */
    void register() {
      var _ = new Ended(handle.asTask()).poll(Context.of(this));
      wake();
    }

    @Override
    public void wake() {
      if (handle.isDone() && told.compareAndSet(false, true)) {
        Outcome<T> found = look();
        outcome = found;
        if (found instanceof Outcome.Failed<T>(Throwable cause) && !scope.collecting) {
          scope.stop(new Stop.Failure(cause));
        }
        scope.ended();
      }
    }

    private Outcome<T> look() {
      try {
        if (handle.asTask().poll(Context.of(Waker.noop())) instanceof Poll.Ready<T>(T value)) {
          return new Outcome.Completed<>(value);
        }
        throw new AssertionError("a handle that is done is not ready");
      } catch (Throwable thrown) {
        return thrown == task.failure() ? new Outcome.Failed<>(thrown) : new Outcome.Cancelled<>();
      }
    }
  }
}
