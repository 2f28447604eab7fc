package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Waker;
import dev.escapement.runtime.spi.Director;
import dev.escapement.runtime.spi.RuntimeAccess;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets blocking code, on virtual threads above all, wait on the timers of a {@link TaskRuntime}: in
 * the order of deadlines, never early, and cheap to cancel.
 *
 * <p>All methods may be called by any thread, virtual or platform, but for a carrier's own: there,
 * those that block throw {@link IllegalStateException} at once. An interrupt ends a blocking call:
 * its timer leaves the heap, {@link InterruptedException} is thrown, and the flag is clear. When
 * the runtime closes, blocking calls that wait for it end with {@link CancellationException}.
 *
 * <p><b>What a thread inherits.</b> In threads that a bridge starts (by {@link #fork}, {@link
 * #blocking}, {@link Scope#fork}, {@link #threadFactory} and {@link #scheduledExecutor}) {@link
 * Loom} works on that bridge, and inheritable thread locals are inherited as the JDK does, but not
 * by the runs of an executor. A thread of a {@link Scope} also inherits the time that is left
 * ({@link Loom#remaining}). Other scoped values are not inherited: outside of the JDK's preview of
 * structured concurrency it offers no way to do so. A decorator ({@link Builder#decorator}) can
 * bind again those that it knows.
 *
 * <p>See the package for a table that leads here from {@code Thread.sleep} and {@code
 * Executors.newScheduledThreadPool}.
 */
public final class LoomBridge {
  private static final String INSTEAD =
      "inside a task use the runtime's own tasks, such as sleep and timeout, and"
          + " LoomBridge.blocking for code that blocks";

  private static final Sleeping SLEEPING = new Sleeping();

  final TaskRuntime runtime;
  final RuntimeAccess access;
  final Threads threads;
  private final String threadNames;
  private final int maxConcurrentRuns;
  private final UnaryOperator<Runnable> decorator;
  private final AtomicLong threadsMade = new AtomicLong();

  LoomBridge(Builder builder) {
    this.runtime = builder.runtime;
    this.access = runtime.access();
    Director director = access.director();
    this.threads =
        director == null
            ? RealThreads.INSTANCE
            : (Batons) access.waitBy(() -> new Batons(this, director));
    this.threadNames = builder.threadNames;
    this.maxConcurrentRuns = builder.maxConcurrentRuns;
    this.decorator = builder.decorator;
  }

  /**
   * A bridge with the defaults of {@link #builder}.
   *
   * @param runtime whose timers are used; it is not closed with the bridge, which needs no closing
   * @return a new bridge
   */
  public static LoomBridge of(TaskRuntime runtime) {
    return builder(runtime).build();
  }

  /**
   * For a bridge with other than the default settings.
   *
   * @param runtime whose timers are used
   * @return a new builder
   */
  public static Builder builder(TaskRuntime runtime) {
    return new Builder(requireNonNull(runtime, "runtime"));
  }

  /**
   * Blocks for a duration. Threads with equal deadlines are made runnable in the order in which
   * their timers were registered.
   *
   * @param duration counted from this call; zero or less is over at once
   * @throws InterruptedException if the caller is interrupted
   * @throws IllegalStateException on a carrier's own thread
   */
  public void sleep(Duration duration) throws InterruptedException {
    SLEEPING.sleep(this, requireNonNull(duration, "duration"));
  }

  /**
   * Blocks until a time on the runtime's clock.
   *
   * @param deadlineNanos on the scale of {@link TaskRuntime#nanoTime()}; {@link Long#MAX_VALUE} for
   *     never
   * @throws InterruptedException if the caller is interrupted
   * @throws IllegalStateException on a carrier's own thread
   */
  public void sleepUntil(long deadlineNanos) throws InterruptedException {
    SLEEPING.sleepUntil(this, deadlineNanos);
  }

  /**
   * Blocks until a task has ended that is polled on the runtime's carrier. An interrupt, or the end
   * of a time limit, cancels the task. If the task had ended before, its outcome is told and the
   * interrupt stays pending: a value that was received, or a permit, is not lost.
   *
   * @param task the task; it belongs to the runtime from now on
   * @param <T> the type of its result
   * @return its result
   * @throws ExecutionException with what the task threw as its cause
   * @throws CancellationException if the task was cancelled, as it is when the runtime closes
   * @throws InterruptedException if the caller is interrupted
   * @throws IllegalStateException on a carrier's own thread
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public <T extends @Nullable Object> T await(Task<? extends T> task)
      throws ExecutionException, InterruptedException {
    requireNonNull(task, "task");
    refuseOnCarrier("await");
    Limit limit = Frame.currentLimit();
    BlockedThread.endIfOver(task, limit);
    Relay<T> relay = new Relay<>(task);
    JoinHandle<Boolean> handle = runtime.spawn(relay);
    if (limit != null) {
      limit.awaits(handle);
    }
    try {
      untilEnded(handle.asTask(), true);
    } catch (InterruptedException e) {
      boolean givenUp = relay.giveUp();
      handle.cancel();
      if (!givenUp) {
        untilEndedUninterruptibly(handle.asTask()); // one poll, which may be the one that is ready
      }
      if (!relay.outcome.isDone()) {
        throw e;
      }
      if (!(e instanceof LimitOver)) {
        Thread.currentThread().interrupt(); // the outcome was there first, and must not be lost
      }
    } finally {
      if (limit != null) {
        limit.awaits(null);
      }
    }
    if (!relay.outcome.isDone()) {
      BlockedThread.throwIfOver(limit); // which may have cancelled it just now
      throw new CancellationException("the awaited task was cancelled");
    }
    return outcome(relay.outcome);
  }

  void untilEnded(Task<?> task, boolean recorded) throws InterruptedException {
    var blocked = new BlockedThread(this, Frame.currentLimit());
    Ended ended = new Ended(task);
    var _ = unfailing(() -> recorded ? blocked.untilRecorded(ended) : blocked.until(ended));
  }

  /** Blocks until a task has ended, in any way, or its time is over; false in the latter case. */
  boolean endedBy(long deadlineNanos, Task<?> task) throws InterruptedException {
    if (deadlineNanos == Long.MAX_VALUE) {
      untilEnded(task, false);
      return true;
    }
    return endedBy(deadlineNanos, task, Frame.currentLimit());
  }

  boolean endedBy(long deadlineNanos, Task<?> task, @Nullable Limit limit)
      throws InterruptedException {
    return unfailing(
        () -> new BlockedThread(this, limit).until(new EndedWithin(runtime, deadlineNanos, task)));
  }

  /**
   * Blocks until a task has ended, in any way. No interrupt and no time limit ends that; an
   * interrupt is kept. What else is thrown cancels the task.
   */
  <T extends @Nullable Object> void untilEndedUninterruptibly(Task<T> task) {
    Task<T> kept = context -> task.poll(context); // whose cancel does nothing
    boolean interrupted = false;
    boolean ended = false;
    try {
      while (!ended) {
        try {
          ended = unfailing(() -> new BlockedThread(this, null).until(new Ended(kept)));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (!ended) {
        task.cancel();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static <T extends @Nullable Object> T unfailing(Callable<T> wait) throws InterruptedException {
    try {
      return wait.call();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The outcome of a promise that is done; a failure is wrapped. */
  static <T extends @Nullable Object> T outcome(Promise<T> done) throws ExecutionException {
    try {
      if (done.asTask().poll(Context.of(Waker.noop())) instanceof Poll.Ready<T>(T value)) {
        return value;
      }
    } catch (Throwable cause) {
      throw new ExecutionException(cause);
    }
    throw new AssertionError("the promise is not done");
  }

  /**
   * Runs a body on the calling thread, for a limited time. When the limit is over, the thread is
   * interrupted, and a task that it {@link #await awaits} is cancelled; that does not need a free
   * carrier of the JDK. The outcome is one of two: either the body has ended before, and no
   * interrupt comes from here any more; or {@link TimeoutException} is thrown once the body has
   * ended, and its value or failure is dropped (a failure is attached as suppressed).
   *
   * <p>A body that ignores interrupts is waited for. An interrupt closes a socket or channel that a
   * virtual thread is blocked on; {@link #withTimeoutUninterrupted} does not interrupt. An
   * interrupt by somebody else stays pending after this call if the body has not taken it; only if
   * it comes while ours is pending the two are one, as always in the JVM.
   *
   * @param limit with zero or less the body runs with the interrupt set already, and is too late
   * @param body what to run
   * @param <T> the type of its result
   * @return the body's result
   * @throws TimeoutException if the body did not end in time; the message names the limit
   * @throws InterruptedException if the body throws it and its time is not over
   * @throws ExecutionException with what the body threw as its cause; one that the body throws
   *     itself is thrown as it is
   * @throws CancellationException if the runtime closes meanwhile
   * @throws IllegalStateException on a carrier's own thread
   * @throws RejectedExecutionException if the runtime is closed
   */
  public <T extends @Nullable Object> T withTimeout(Duration limit, Callable<? extends T> body)
      throws TimeoutException, InterruptedException, ExecutionException {
    return withTimeout("withTimeout", limit, true, body);
  }

  /**
   * The same without an interrupt, for bodies that hold a socket or a channel: a blocking call of
   * the bridge that is under way when the limit is over ends with {@link InterruptedException}, and
   * so does the next one. Other blocking calls know nothing of the limit; {@link Loom#remaining}
   * tells what is left to those that take a time limit of their own.
   *
   * @param limit with zero or less the body's first blocking call of the bridge ends it
   * @param body what to run
   * @param <T> the type of its result
   * @return the body's result
   * @throws TimeoutException if the body did not end in time; the message names the limit
   * @throws InterruptedException if the body throws it and its time is not over
   * @throws ExecutionException with what the body threw as its cause; one that the body throws
   *     itself is thrown as it is
   * @throws CancellationException if the runtime closes meanwhile
   * @throws IllegalStateException on a carrier's own thread
   * @throws RejectedExecutionException if the runtime is closed
   */
  public <T extends @Nullable Object> T withTimeoutUninterrupted(
      Duration limit, Callable<? extends T> body)
      throws TimeoutException, InterruptedException, ExecutionException {
    return withTimeout("withTimeoutUninterrupted", limit, false, body);
  }

  private <T extends @Nullable Object> T withTimeout(
      String call, Duration limit, boolean interrupts, Callable<? extends T> body)
      throws TimeoutException, InterruptedException, ExecutionException {
    requireNonNull(limit, "limit");
    requireNonNull(body, "body");
    refuseOnCarrier(call);
    access.admit(call);
    return new Limit(this, limit, interrupts).call(body);
  }

  /**
   * A task that runs a body on a new virtual thread when it is first polled. Cancelling it
   * interrupts the thread, and does not wait for it.
   *
   * @param body what to run
   * @param <T> the type of its result
   * @return a new task
   */
  public <T extends @Nullable Object> Task<T> blocking(Callable<? extends T> body) {
    return ThreadTask.lazy(this, requireNonNull(body, "body"));
  }

  /**
   * Starts a virtual thread now. Cancelling the handle interrupts the thread; waiters are told at
   * once, while the thread unwinds.
   *
   * @param name the name of the thread, and of its task in dumps
   * @param body what to run
   * @param <T> the type of its result
   * @return its result to come
   * @throws RejectedExecutionException if the runtime is closed, or its bound on pending operations
   *     is reached
   */
  public <T extends @Nullable Object> JoinHandle<T> fork(String name, Callable<? extends T> body) {
    requireNonNull(name, "name");
    ThreadTask<T> task = ThreadTask.forked(this, name, null, requireNonNull(body, "body"));
    JoinHandle<T> handle = runtime.spawn(name, task);
    task.start();
    return handle;
  }

  /**
   * An executor with a new virtual thread for every run.
   *
   * @return a new executor, which has to be shut down by itself
   * @throws RejectedExecutionException if the runtime is closed
   */
  public LoomScheduledExecutor scheduledExecutor() {
    access.admit("scheduledExecutor");
    return new LoomScheduledExecutor(this, maxConcurrentRuns);
  }

  /**
   * Makes virtual threads in which {@link Loom} works on this bridge. They are nobody's tasks: the
   * end of the runtime ends their blocking calls, and nothing else of them.
   *
   * @return a factory of unstarted threads
   */
  public ThreadFactory threadFactory() {
    return body -> {
      Runnable decorated =
          requireNonNull(
              decorator.apply(requireNonNull(body, "body")), "the decorator returned null");
      Frame frame = new Frame(this, null, null, null);
      return threads.unstartedForUser(
          access.callSite(), builder(null, true), () -> frame.run(decorated));
    };
  }

  /**
   * Blocks until a thread has ended. This call only knows interrupts: {@link
   * #withTimeoutUninterrupted} does not end it.
   *
   * @param thread the thread
   * @throws InterruptedException if the caller is interrupted
   * @throws IllegalStateException on a carrier's own thread
   */
  public void join(Thread thread) throws InterruptedException {
    requireNonNull(thread, "thread");
    refuseOnCarrier("join");
    threads.join(thread);
  }

  /**
   * A lock for threads that wait on this bridge, and for tasks.
   *
   * @return a new lock, which nobody holds
   */
  public LoomLock lock() {
    return new LoomLock(this);
  }

  /**
   * Opens a scope for the calling thread: what is forked in it has ended when it is closed.
   *
   * @return a new scope, to be closed by the calling thread
   * @throws IllegalStateException on a carrier's own thread
   */
  public Scope openScope() {
    refuseOnCarrier("openScope");
    return new Scope(this);
  }

  void refuseOnCarrier(String call) {
    access.refuseOnCarrier(call, INSTEAD);
    threads.refuseOutsiders(call);
  }

  <T extends @Nullable Object> Decorated<T> decorated(Callable<? extends T> body) {
    return new Decorated<>(decorator, body);
  }

  /** An unstarted virtual thread that runs a body inside a frame; its asker starts it. */
  Thread thread(
      @Nullable String name,
      boolean inheriting,
      Frame frame,
      @Nullable StackTraceElement askedAt,
      Runnable body) {
    return threads.unstarted(askedAt, builder(name, inheriting), () -> frame.run(body));
  }

  private Thread.Builder builder(@Nullable String name, boolean inheriting) {
    return Thread.ofVirtual()
        .name(name == null ? threadNames + threadsMade.incrementAndGet() : name)
        .inheritInheritableThreadLocals(inheriting);
  }
}
