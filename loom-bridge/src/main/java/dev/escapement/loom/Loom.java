package dev.escapement.loom;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a {@link LoomBridge}, on the bridge of the current thread: in all threads that a
 * bridge starts, and in the body of a time limit. On any other thread they throw {@link
 * IllegalStateException} and say what to do.
 */
public final class Loom {
  private Loom() {}

  /**
   * The bridge of the current thread.
   *
   * @return the bridge that started this thread, or that runs the innermost time limit
   * @throws IllegalStateException on a thread that no bridge started
   */
  public static LoomBridge bridge() {
    return frame("bridge").bridge();
  }

  private static Frame frame(String call) {
    Frame frame = Frame.current();
    if (frame == null) {
      throw new IllegalStateException(
          "Loom."
              + call
              + " was called on thread '"
              + Thread.currentThread().getName()
              + "', which no bridge started; call the method of a LoomBridge instead, or start the"
              + " thread by LoomBridge.fork, a Scope, scheduledExecutor() or threadFactory()");
    }
    return frame;
  }

  /**
   * Blocks for a duration; see {@link LoomBridge#sleep}.
   *
   * @param duration counted from this call; zero or less is over at once
   * @throws InterruptedException if the caller is interrupted
   */
  public static void sleep(Duration duration) throws InterruptedException {
    frame("sleep").bridge().sleep(duration);
  }

  /**
   * Blocks until a time on the runtime's clock; see {@link LoomBridge#sleepUntil}.
   *
   * @param deadlineNanos on the scale of the runtime's {@code nanoTime()}
   * @throws InterruptedException if the caller is interrupted
   */
  public static void sleepUntil(long deadlineNanos) throws InterruptedException {
    frame("sleepUntil").bridge().sleepUntil(deadlineNanos);
  }

  /**
   * Blocks until a task has ended; see {@link LoomBridge#await}.
   *
   * @param task the task; it belongs to the runtime from now on
   * @param <T> the type of its result
   * @return its result
   * @throws ExecutionException with what the task threw as its cause
   * @throws InterruptedException if the caller is interrupted
   */
  public static <T extends @Nullable Object> T await(Task<? extends T> task)
      throws ExecutionException, InterruptedException {
    return frame("await").bridge().await(task);
  }

  /**
   * Runs a body for a limited time; see {@link LoomBridge#withTimeout}.
   *
   * @param limit with zero or less the body is too late
   * @param body what to run
   * @param <T> the type of its result
   * @return the body's result
   * @throws TimeoutException if the body did not end in time
   * @throws InterruptedException if the body throws it and its time is not over
   * @throws ExecutionException with what the body threw as its cause
   */
  public static <T extends @Nullable Object> T withTimeout(
      Duration limit, Callable<? extends T> body)
      throws TimeoutException, InterruptedException, ExecutionException {
    return frame("withTimeout").bridge().withTimeout(limit, body);
  }

  /**
   * The same without an interrupt; see {@link LoomBridge#withTimeoutUninterrupted}.
   *
   * @param limit with zero or less the body's first blocking call of the bridge ends it
   * @param body what to run
   * @param <T> the type of its result
   * @return the body's result
   * @throws TimeoutException if the body did not end in time
   * @throws InterruptedException if the body throws it and its time is not over
   * @throws ExecutionException with what the body threw as its cause
   */
  public static <T extends @Nullable Object> T withTimeoutUninterrupted(
      Duration limit, Callable<? extends T> body)
      throws TimeoutException, InterruptedException, ExecutionException {
    return frame("withTimeoutUninterrupted").bridge().withTimeoutUninterrupted(limit, body);
  }

  /**
   * Starts a virtual thread now; see {@link LoomBridge#fork}.
   *
   * @param name the name of the thread
   * @param body what to run
   * @param <T> the type of its result
   * @return its result to come
   */
  public static <T extends @Nullable Object> JoinHandle<T> fork(
      String name, Callable<? extends T> body) {
    return frame("fork").bridge().fork(name, body);
  }

  /**
   * Opens a scope; see {@link LoomBridge#openScope}.
   *
   * @return a new scope, to be closed by the calling thread
   */
  public static Scope openScope() {
    return frame("openScope").bridge().openScope();
  }

  /**
   * The time that is left, for drivers that take a time limit of their own: to the nearest of all
   * limits around the running code, {@link Scope#limit} of the scopes around it included. Never
   * negative.
   *
   * @return the time left; {@code ChronoUnit.FOREVER}'s duration if there is no limit
   */
  public static Duration remaining() {
    long nanos = frame("remaining").remainingNanos();
    return nanos == Long.MAX_VALUE ? ChronoUnit.FOREVER.getDuration() : Duration.ofNanos(nanos);
  }
}
