package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who counts as a waiter of a task that fails. */
class UncaughtWaiterTest {
  private final List<String> told = new ArrayList<>();
  private final HandLoop loop =
      new HandLoop(
          0,
          builder ->
              builder.uncaughtHandler((name, cause) -> told.add(name + ": " + cause.getMessage())));
  private final Probe<String> probe = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private void failNow() {
    loop.run();
    probe.fail(new IOException("broken"));
    loop.run();
  }

  @Test
  void failure_withWaitingTask_isNotTold() {
    JoinHandle<String> handle = loop.runtime.spawn("a", probe);
    loop.runtime.spawn(Tasks.recover(handle.asTask(), cause -> Tasks.ready("seen")));
    failNow();

    assertEquals(List.of(), told);
  }

  @Test
  void failure_withFuture_isNotTold() {
    CompletableFuture<String> future = loop.runtime.spawn("a", probe).toCompletableFuture();
    failNow();

    assertEquals(List.of(), told);
    assertEquals("broken", future.exceptionNow().getMessage());
  }

  @Test
  void failure_withWaitThatWasGivenUp_isTold() {
    JoinHandle<String> handle = loop.runtime.spawn("a", probe);
    loop.runtime.spawn(
        Tasks.recover(
            loop.runtime.timeout(Duration.ofSeconds(1), handle.asTask()),
            cause -> Tasks.ready("gave up")));
    loop.advance(Duration.ofSeconds(2));
    failNow();

    assertEquals(List.of("a: broken"), told);
  }

  @Test
  void failure_withWaitThatWasNeverPolled_isTold() {
    Task<String> wait = loop.runtime.spawn("a", probe).asTask();
    failNow();

    assertEquals(List.of("a: broken"), told);
    assertEquals(
        "broken",
        assertThrows(IOException.class, () -> wait.poll(Context.of(Waker.noop()))).getMessage());
  }

  @Test
  void failure_underBlockOn_isNotToldAndThrown() {
    IOException thrown = new IOException("broken");
    loop.elsewhere(
        () -> {
          var seen =
              assertThrows(
                  ExecutionException.class, () -> loop.runtime.blockOn(Tasks.failed(thrown)));
          assertSame(thrown, seen.getCause());
        });

    assertEquals(List.of(), told);
  }
}
