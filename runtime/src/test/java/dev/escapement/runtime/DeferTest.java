package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeferTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final IOException thrown = new IOException("broken");
  private final List<String> steps = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private <T> CompletableFuture<T> outcome(Task<T> task) {
    CompletableFuture<T> future = loop.runtime.<T>spawn("cook", task).toCompletableFuture();
    loop.run();
    return future;
  }

  @Test
  void defer_isMadeOnceAtTheFirstPoll() {
    Probe<String> made = new Probe<>();
    Task<String> task =
        Tasks.defer(
            () -> {
              steps.add("made");
              return made;
            });
    assertEquals(List.of(), steps);
    CompletableFuture<String> future = outcome(task);
    made.finish("a");
    loop.run();

    assertEquals(List.of("made"), steps);
    assertEquals("a", future.resultNow());
  }

  @Test
  void defer_whoseFactoryThrows_fails() {
    Task<String> task =
        Tasks.defer(
            () -> {
              throw thrown;
            });

    assertSame(thrown, outcome(task).exceptionNow());
  }

  @Test
  void step_thatReturnsNullInsteadOfATask_isNamed() {
    assertNullIsNamed(Tasks.then(Tasks.ready(""), value -> null), "then");
    assertNullIsNamed(Tasks.recover(Tasks.failed(thrown), cause -> null), "recover");
    assertNullIsNamed(Tasks.defer(() -> null), "defer");
  }

  private void assertNullIsNamed(Task<?> task, String by) {
    Throwable cause = outcome(task).exceptionNow();
    assertInstanceOf(NullPointerException.class, cause);
    assertEquals("the function given to " + by + " returned null, not a task", cause.getMessage());
  }
}
