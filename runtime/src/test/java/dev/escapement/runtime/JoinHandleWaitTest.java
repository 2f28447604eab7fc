package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One wait, polled wrongly and with other wakers. */
class JoinHandleWaitTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> probe = new Probe<>();
  private final JoinHandle<String> handle = loop.runtime.spawn("cook", probe);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void asTask_polledAfterReady_isRefused() throws Exception {
    Task<String> wait = handle.asTask();
    loop.run();
    probe.finish("done");
    loop.run();

    assertTrue(pollOnce(wait).isReady());
    assertThrows(IllegalStateException.class, () -> pollOnce(wait));
  }

  @Test
  void asTask_handedOverTwice_failsWithTheSecondTasksName() {
    Task<String> wait = handle.asTask();
    loop.run();
    probe.finish("done");
    loop.run();
    loop.runtime.spawn("first", wait);
    JoinHandle<String> second = loop.runtime.spawn("second", wait);
    loop.run();

    Throwable refusal = second.toCompletableFuture().exceptionNow();
    assertTrue(refusal instanceof IllegalStateException, refusal.toString());
    assertTrue(refusal.getMessage().contains("'second'"), refusal.getMessage());
  }

  @Test
  void asTask_polledWithAnotherWaker_wakesTheLatestOnly() throws Exception {
    Task<String> wait = handle.asTask();
    WakeCounter first = new WakeCounter();
    WakeCounter second = new WakeCounter();
    loop.run();
    assertFalse(wait.poll(first.context()).isReady());
    assertFalse(wait.poll(second.context()).isReady());

    probe.finish("done");
    loop.run();

    assertEquals(0, first.wakes);
    assertEquals(1, second.wakes);
  }

  private static <T> Poll<T> pollOnce(Task<T> task) throws Exception {
    return task.poll(Context.of(Waker.noop()));
  }
}
