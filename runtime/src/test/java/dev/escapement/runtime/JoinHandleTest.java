package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinHandleTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> probe = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void name_given_isTold() {
    assertEquals("cook", loop.runtime.spawn("cook", probe).name());
  }

  @Test
  void name_notGiven_isANumber() {
    JoinHandle<String> first = loop.runtime.spawn(probe);
    JoinHandle<String> second = loop.runtime.spawn(new Probe<>());

    assertEquals("task-1", first.name());
    assertEquals("task-2", second.name());
  }

  @Test
  void toString_tellsNameAndWhetherEnded() {
    JoinHandle<String> handle = loop.runtime.spawn("cook", probe.ready(""));
    assertEquals("task 'cook', not ended", handle.toString());

    loop.run();

    assertEquals("task 'cook', ended", handle.toString());
  }

  @Test
  void isDone_growsTrueAtTheEnd() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    assertFalse(handle.isDone());
    loop.run();
    assertFalse(handle.isDone());

    probe.finish("");
    assertFalse(handle.isDone(), "woken, and not polled yet");
    loop.run();

    assertTrue(handle.isDone());
  }

  @Test
  void join_afterTheEnd_returnsAtOnceAndAnyNumberOfTimes() {
    JoinHandle<String> handle = loop.runtime.spawn(probe.ready("done"));
    JoinHandle<String> ofNull = loop.runtime.spawn(Tasks.ready(null));
    loop.run();

    loop.elsewhere(
        () -> {
          assertEquals("done", join(handle));
          assertEquals("done", join(handle));
          assertNull(join(ofNull));
        });
  }

  @Test
  void join_ofFailedTask_wrapsItsCauseOnce() {
    IOException thrown = new IOException("broken");
    JoinHandle<String> handle = loop.runtime.spawn(Tasks.failed(thrown));
    JoinHandle<String> wrapped = loop.runtime.spawn(Tasks.failed(new ExecutionException(thrown)));
    loop.run();

    loop.elsewhere(
        () -> {
          assertSame(thrown, assertThrows(ExecutionException.class, handle::join).getCause());
          assertSame(
              thrown,
              assertThrows(ExecutionException.class, () -> handle.join(Duration.ZERO)).getCause());
          var outer = assertThrows(ExecutionException.class, wrapped::join);
          assertSame(thrown, outer.getCause().getCause());
        });
  }

  @Test
  void join_ofCancelledTask_namesIt() {
    JoinHandle<String> handle = loop.runtime.spawn("cook", probe);
    handle.cancel();
    loop.run();

    loop.elsewhere(
        () -> {
          var seen = assertThrows(CancellationException.class, handle::join);
          assertEquals("task 'cook' was cancelled", seen.getMessage());
        });
  }

  @Test
  void join_ofTaskThatThrewCancellation_wrapsIt() {
    CancellationException thrown = new CancellationException("mine");
    JoinHandle<String> handle = loop.runtime.spawn(Tasks.failed(thrown));
    loop.run();

    loop.elsewhere(
        () -> assertSame(thrown, assertThrows(ExecutionException.class, handle::join).getCause()));
  }

  private static <T> T join(JoinHandle<T> handle) {
    try {
      return handle.join();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
