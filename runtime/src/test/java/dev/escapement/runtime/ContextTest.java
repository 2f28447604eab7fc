package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextTest {
  @Test
  void of_waker_handsItOut() {
    WakeCounter counter = new WakeCounter();

    Context.of(counter).waker().wake();

    assertEquals(1, counter.wakes);
  }

  @Test
  void runtime_ofContextMadeByHand_isRefusedWithTheRemedy() {
    Context byHand = Context.of(Waker.noop());

    var refusal = assertThrows(IllegalStateException.class, byHand::runtime);

    assertTrue(refusal.getMessage().contains("Context.of"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("spawn"), refusal.getMessage());
    assertThrows(IllegalStateException.class, byHand.withWaker(Waker.noop())::runtime);
  }

  @Test
  void runtime_ofTask_isTheOneThatPolls() {
    try (HandLoop loop = new HandLoop()) {
      List<TaskRuntime> seen = new ArrayList<>();

      loop.runtime.spawn(
          context -> {
            seen.add(context.runtime());
            seen.add(context.withWaker(Waker.noop()).runtime());
            return Poll.ready(null);
          });
      loop.run();

      assertEquals(List.of(loop.runtime, loop.runtime), seen);
    }
  }

  @Test
  void withWaker_ofTask_wakesOnlyTheGivenOne() {
    try (HandLoop loop = new HandLoop()) {
      WakeCounter counter = new WakeCounter();
      Probe<String> inner = new Probe<>();
      int[] polls = {0};

      loop.runtime.spawn(
          context -> {
            polls[0]++;
            return inner.poll(context.withWaker(counter));
          });
      loop.run();
      inner.waker.wake();
      loop.run();

      assertEquals(1, counter.wakes);
      assertEquals(1, polls[0]);
    }
  }

  @Test
  void withWaker_insideJoinAll_keepsTheRuntime() {
    try (HandLoop loop = new HandLoop()) {
      List<TaskRuntime> seen = new ArrayList<>();
      Task<String> child =
          context -> {
            seen.add(context.withWaker(Waker.noop()).runtime());
            return Poll.ready("");
          };

      loop.runtime.spawn(Tasks.joinAll(List.of(Tasks.joinAll(List.of(child)))));
      loop.run();

      assertEquals(List.of(loop.runtime), seen);
    }
  }

  @Test
  void runtime_ofChildAfterItsPoll_isRefused() {
    List<Context> kept = new ArrayList<>();
    Task<String> child =
        context -> {
          kept.add(context);
          return Poll.pending();
        };

    assertFalse(pollOnce(Tasks.joinAll(List.of(child))).isReady());

    var refusal = assertThrows(IllegalStateException.class, kept.getFirst()::runtime);
    assertTrue(refusal.getMessage().contains("after the poll"), refusal.getMessage());
  }

  @Test
  void noop_waker_isOneAndDoesNothing() {
    Waker.noop().wake();

    assertSame(Waker.noop(), Waker.noop());
  }

  private static <T> Poll<T> pollOnce(Task<T> task) {
    try {
      return task.poll(Context.of(Waker.noop()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
