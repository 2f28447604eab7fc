package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PromiseWaitTest {
  private final Promise<String> promise = new Promise<>();
  private final WakeCounter counter = new WakeCounter();

  @Test
  void asTask_polledBefore_isWokenOnceWithTheOutcomeInPlace() throws Exception {
    Task<String> wait = promise.asTask();
    boolean[] doneWhenWoken = {false};
    assertFalse(wait.poll(Context.of(() -> doneWhenWoken[0] = promise.isDone())).isReady());

    promise.complete("done");

    assertTrue(doneWhenWoken[0]);
    assertEquals(Poll.ready("done"), wait.poll(counter.context()));
    assertEquals(0, counter.wakes);
  }

  @Test
  void asTask_polledAgainWithTheSameWaker_waitsOnce() throws Exception {
    Task<String> wait = promise.asTask();
    for (int i = 0; i < 100; i++) {
      assertFalse(wait.poll(counter.context()).isReady());
    }

    promise.complete("done");

    assertEquals(1, counter.wakes);
  }

  @Test
  void asTask_cancelled_isNotWokenAndPolledNoMore() throws Exception {
    Task<String> wait = promise.asTask();
    assertFalse(wait.poll(counter.context()).isReady());
    wait.cancel();

    promise.complete("done");

    assertEquals(0, counter.wakes);
    assertTrue(promise.isDone());
    var refusal = assertThrows(IllegalStateException.class, () -> wait.poll(counter.context()));
    assertTrue(refusal.getMessage().contains("a wait"), refusal.getMessage());
  }

  @Test
  void asTask_cancelledBeforeItsFirstPoll_isGone() {
    Task<String> wait = promise.asTask();
    wait.cancel();

    assertTrue(promise.complete("done"));
    assertThrows(IllegalStateException.class, () -> wait.poll(counter.context()));
  }

  @Test
  void complete_fromElsewhere_wakesATaskThroughTheInbox() {
    try (HandLoop loop = new HandLoop()) {
      JoinHandle<String> handle = loop.runtime.spawn(promise.asTask());
      loop.run();

      loop.elsewhere(() -> promise.complete("done"));
      assertFalse(handle.isDone());
      loop.run();

      assertEquals("done", handle.toCompletableFuture().resultNow());
    }
  }
}
