package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCellFailureTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));

  @AfterEach
  void close() {
    loop.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IOException.class,
        IllegalStateException.class,
        AssertionError.class,
        StackOverflowError.class,
        OutOfMemoryError.class,
        InterruptedException.class
      })
  void poll_thatThrows_failsItsHandleAndNobodyElse(Class<? extends Throwable> type)
      throws ReflectiveOperationException {
    Throwable thrown = type.getDeclaredConstructor().newInstance();
    Probe<String> failing = new Probe<String>().failing(thrown);
    Probe<String> other = new Probe<>();
    JoinHandle<String> failed = loop.runtime.spawn(failing);
    JoinHandle<String> ended = loop.runtime.spawn(other.ready("fine"));

    loop.run();

    assertSame(thrown, failed.toCompletableFuture().exceptionNow());
    assertEquals("fine", ended.toCompletableFuture().resultNow());
    assertEquals(0, failing.cancels, "a task that has failed is not cancelled");
  }

  @Test
  void poll_thatThrows_isPolledNoMore() {
    Probe<String> failing = new Probe<>();
    loop.runtime.spawn(failing);
    loop.run();

    failing.fail(new IOException());
    failing.waker.wake();
    loop.run();
    failing.waker.wake();
    loop.run();

    assertEquals(2, failing.polls);
    assertEquals(0, loop.carrier.live.size());
  }

  @Test
  void poll_thatReturnsNull_failsWithItsTasksName() {
    JoinHandle<String> handle = loop.runtime.spawn("broken", context -> null);
    loop.run();

    Throwable cause = handle.toCompletableFuture().exceptionNow();

    assertInstanceOf(NullPointerException.class, cause);
    assertTrue(cause.getMessage().contains("'broken'"), cause.getMessage());
    assertTrue(cause.getMessage().contains("null"), cause.getMessage());
  }

  @Test
  void poll_thatThrowsCancellation_hasFailedAndWasNotCancelled() {
    CancellationException thrown = new CancellationException("mine");
    JoinHandle<String> handle = loop.runtime.spawn(new Probe<String>().failing(thrown));
    Task<String> wait = handle.asTask();
    loop.run();

    assertSame(thrown, assertThrowsFromPoll(wait));
    RuntimeSnapshot.Tasks tasks = loop.runtime.snapshot().tasks();
    assertEquals(1, tasks.failed());
    assertEquals(0, tasks.cancelled());
  }

  @Test
  void value_thatIsNull_isAnOrdinaryResult() {
    JoinHandle<String> handle = loop.runtime.spawn(new Probe<String>().ready(null));
    CompletableFuture<String> future = handle.toCompletableFuture();
    loop.run();

    assertTrue(handle.isDone());
    assertSame(null, future.resultNow());
    assertSame(null, handle.toCompletableFuture().resultNow());
    assertFalse(future.isCompletedExceptionally());
  }

  private static Throwable assertThrowsFromPoll(Task<?> task) {
    try {
      return new AssertionError("was " + task.poll(Context.of(Waker.noop())));
    } catch (Throwable thrown) {
      return thrown;
    }
  }
}
