package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoverTest {
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
  void recover_getsTheCauseAsItIs() {
    List<Throwable> causes = new ArrayList<>();
    Task<String> task =
        Tasks.recover(
            Tasks.map(Tasks.<String>failed(thrown), value -> value),
            cause -> {
              causes.add(cause);
              return Tasks.ready("recovered");
            });

    assertEquals("recovered", outcome(task).resultNow());
    assertSame(thrown, causes.getFirst());
  }

  @Test
  void recover_ofAnError_recoversItToo() {
    Task<String> task =
        Tasks.recover(
            Tasks.failed(new StackOverflowError()),
            cause -> Tasks.ready(cause.getClass().getSimpleName()));

    assertEquals("StackOverflowError", outcome(task).resultNow());
  }

  @Test
  void recover_ofAValue_isLeftOut() {
    Task<String> task =
        Tasks.recover(
            Tasks.ready("fine"),
            cause -> {
              steps.add("recover");
              return Tasks.ready("");
            });

    assertEquals("fine", outcome(task).resultNow());
    assertEquals(List.of(), steps);
  }

  @Test
  void recover_thatFailsAgain_failsWithTheNewCause() {
    IOException second = new IOException("second");

    assertSame(
        second,
        outcome(Tasks.recover(Tasks.failed(thrown), cause -> Tasks.failed(second))).exceptionNow());
    assertSame(
        second,
        outcome(
                Tasks.recover(
                    Tasks.failed(thrown),
                    cause -> {
                      throw second;
                    }))
            .exceptionNow());
  }
}
