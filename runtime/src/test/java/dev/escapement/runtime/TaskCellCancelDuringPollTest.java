package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCellCancelDuringPollTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void cancel_duringThePollThatReturnsReady_winsWithoutTheHook() {
    List<JoinHandle<String>> own = new ArrayList<>();
    List<Boolean> decided = new ArrayList<>();
    int[] hooks = {0};
    own.add(
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                decided.add(own.getFirst().cancel());
                decided.add(own.getFirst().cancel());
                return Poll.ready("too late");
              }

              @Override
              public void cancel() {
                hooks[0]++;
              }
            }));
    CompletableFuture<String> future = own.getFirst().toCompletableFuture();

    loop.run();

    assertEquals(List.of(true, false), decided);
    assertTrue(future.isCancelled());
    assertEquals(0, hooks[0], "a task that was ready has nothing to give up");
  }

  @Test
  void cancel_duringThePollThatReturnsPending_runsTheHookAfterIt() {
    List<String> order = new ArrayList<>();
    List<JoinHandle<String>> own = new ArrayList<>();
    own.add(
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                own.getFirst().cancel();
                order.add("poll");
                return Poll.pending();
              }

              @Override
              public void cancel() {
                order.add("hook");
              }
            }));

    loop.run();

    assertEquals(List.of("poll", "hook"), order);
    assertTrue(own.getFirst().isDone());
  }

  @Test
  void cancel_duringThePollThatFails_isCancelledAndNotUncaught() {
    List<String> uncaught = new ArrayList<>();
    try (HandLoop other =
        new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> uncaught.add(name)))) {
      List<JoinHandle<String>> own = new ArrayList<>();
      own.add(
          other.runtime.spawn(
              context -> {
                own.getFirst().cancel();
                throw new IllegalStateException("too late");
              }));
      other.run();

      assertTrue(own.getFirst().toCompletableFuture().isCancelled());
      assertEquals(List.of(), uncaught);
    }
  }
}
