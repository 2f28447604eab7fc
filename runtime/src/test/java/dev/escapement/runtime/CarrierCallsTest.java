package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Blocking calls on a carrier's own thread: refused at once. */
class CarrierCallsTest {
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** What a call does when a task of a runtime makes it. */
  private static void assertRefused(TaskRuntime on, String what, Callable<?> call) {
    Task<Object> task = context -> Poll.ready(call.call());
    Throwable cause =
        assertThrows(ExecutionException.class, () -> on.spawn(task).join(Eventually.LIMIT))
            .getCause();
    String message = assertInstanceOf(IllegalStateException.class, cause).getMessage();
    assertTrue(message.startsWith(what) && message.contains(on.toString()), message);
  }

  @Test
  void blockOn_onItsOwnCarrier_isRefused() {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      assertRefused(runtime, "blockOn", () -> runtime.blockOn(Tasks.ready(1)));
    }
  }

  @Test
  void join_onItsOwnCarrier_isRefused() {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      JoinHandle<Void> never = runtime.spawn(runtime.sleep(NEVER));
      assertRefused(runtime, "join", never::join);
      assertRefused(runtime, "join", () -> never.join(Duration.ZERO));
    }
  }

  @Test
  void blockingCalls_onTheCarrierOfAnotherRuntime_areRefused() {
    try (TaskRuntime one = TaskRuntime.builder().name("one").build();
        TaskRuntime two = TaskRuntime.builder().name("two").build()) {
      JoinHandle<Void> never = two.spawn(two.sleep(NEVER));
      assertRefused(one, "join", never::join);
      assertRefused(one, "blockOn", () -> two.blockOn(Tasks.ready(1)));
    }
  }

  @Test
  void blockingCalls_onACallerWhoDrives_areRefused() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.builder().withoutOwnThread().build()) {
      Task<String> task =
          context ->
              Poll.ready(
                  assertThrows(IllegalStateException.class, () -> runtime.blockOn(Tasks.ready(1)))
                      .getMessage());
      assertTrue(runtime.blockOn(task).startsWith("blockOn was called on the carrier"));
      assertEquals(1, runtime.blockOn(Tasks.ready(1)));
    }
  }

  @Test
  void blockOn_inACallback_isRefusedAndCounted() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      runtime.schedule(
          Duration.ZERO,
          () -> assertThrows(IllegalStateException.class, () -> runtime.blockOn(Tasks.ready(1))));
      Eventually.await("called back", () -> runtime.snapshot().loop().callbacks() == 1);
      runtime.blockOn(Tasks.ready(1)); // what the callback threw is counted by then
      assertEquals(0, runtime.snapshot().loop().callOutsFailed());
    }
  }
}
