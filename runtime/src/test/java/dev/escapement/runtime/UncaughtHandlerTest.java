package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UncaughtHandlerTest {
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
  void failure_withoutWaiter_isTold() {
    loop.runtime.spawn("a", probe);
    failNow();

    assertEquals(List.of("a: broken"), told);
  }

  @Test
  void failure_thatWasTold_isStillJoined() {
    JoinHandle<String> handle = loop.runtime.spawn("a", probe);
    failNow();

    loop.elsewhere(
        () ->
            assertEquals(
                "broken",
                assertThrows(ExecutionException.class, handle::join).getCause().getMessage()));
    assertEquals(1, told.size());
  }

  @Test
  void cancellation_isNotTold() {
    JoinHandle<String> handle = loop.runtime.spawn("a", probe);
    loop.run();
    handle.cancel();
    loop.run();

    assertEquals(List.of(), told);
  }

  @Test
  void handler_thatThrows_isCountedAndTheLoopGoesOn() {
    try (HandLoop other =
        new HandLoop(
            0,
            builder ->
                builder.uncaughtHandler(
                    (name, cause) -> {
                      throw new AssertionError("out of a handler");
                    }))) {
      other.runtime.spawn(Tasks.failed(new IOException()));
      JoinHandle<String> next = other.runtime.spawn(Tasks.ready("fine"));
      other.run();

      assertEquals(1, other.runtime.snapshot().loop().callOutsFailed());
      assertEquals("fine", next.toCompletableFuture().resultNow());
    }
  }
}
