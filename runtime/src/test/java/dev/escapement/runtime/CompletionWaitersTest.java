package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompletionWaitersTest {
  private final HandLoop loop = new HandLoop();
  private final Promise<String> endless = new Promise<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void settle_withManyWaiters_wakesThemInTheOrderInWhichTheyCame() throws Exception {
    List<Integer> told = new ArrayList<>();
    List<Integer> expected = IntStream.range(0, 1000).boxed().toList();
    for (int i : expected) {
      assertFalse(endless.asTask().poll(Context.of(() -> told.add(i))).isReady());
    }

    endless.complete("");

    assertEquals(expected, told);
  }

  @Test
  void settle_withDeadWaitersBetween_wakesTheLivingInOrder() throws Exception {
    List<Integer> told = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      Task<String> wait = endless.asTask();
      assertFalse(wait.poll(Context.of(() -> told.add(number))).isReady());
      if (i % 3 != 0) {
        wait.cancel();
      }
    }

    endless.complete("");

    assertEquals(IntStream.range(0, 1000).filter(i -> i % 3 == 0).boxed().toList(), told);
  }

  @Test
  void settle_withWakerThatThrows_wakesTheOthers() throws Exception {
    WakeCounter before = new WakeCounter();
    WakeCounter after = new WakeCounter();
    Waker broken =
        () -> {
          throw new AssertionError("out of a waker");
        };
    for (Waker waker : List.of(before, broken, after)) {
      assertFalse(endless.asTask().poll(Context.of(waker)).isReady());
    }

    assertTrue(endless.complete(""));

    assertEquals(1, before.wakes);
    assertEquals(1, after.wakes);
    assertEquals(1, loop.runtime.snapshot().loop().callOutsFailed());
  }

  @Test
  void waiter_thatComesWhileTheWaitersAreTold_isReadyAtOnce() throws Exception {
    List<Boolean> seen = new ArrayList<>();
    Waker nested =
        () -> {
          try {
            seen.add(endless.asTask().poll(Context.of(Waker.noop())).isReady());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        };
    assertFalse(endless.asTask().poll(Context.of(nested)).isReady());

    endless.complete("");

    assertEquals(List.of(true), seen);
  }
}
