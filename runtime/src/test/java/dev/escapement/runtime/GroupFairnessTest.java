package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one poll of a group, and all of them together, cost. */
class GroupFairnessTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void joinAll_ofManySleeps_pollsEachTwice() {
    int n = 10_000;
    int[] polls = {0};
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      Sleep sleep = loop.runtime.sleep(Duration.ofMillis(i));
      tasks.add(
          context -> {
            polls[0]++;
            return sleep.poll(context);
          });
    }
    JoinHandle<List<Void>> handle = loop.runtime.spawn(Tasks.joinAll(tasks));
    loop.advance(Duration.ofMillis(n));

    assertTrue(handle.isDone());
    assertEquals(2 * n, polls[0]);
    long ofTheGroup = loop.runtime.snapshot().tasks().polls();
    assertTrue(ofTheGroup <= n + n / 100, () -> "polled " + ofTheGroup + " times");
  }

  @Test
  void joinAll_ofManyReadyTasks_letsOthersHaveTheirTurn() {
    int[] polls = {0};
    List<Integer> polledBefore = new ArrayList<>();
    List<Task<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      tasks.add(
          context -> {
            polls[0]++;
            return Poll.ready("");
          });
    }
    JoinHandle<List<String>> handle = loop.runtime.spawn(Tasks.joinAll(tasks));
    loop.runtime.spawn(
        context -> {
          polledBefore.add(polls[0]);
          return Poll.ready("");
        });
    loop.run();

    assertEquals(List.of(128), polledBefore);
    assertEquals(10_000, polls[0]);
    assertEquals(10_000, handle.toCompletableFuture().resultNow().size());
  }

  @Test
  void child_thatIsAlwaysReady_doesNotHoldTheParentsPoll() {
    int[] polls = {0};
    Task<String> restless =
        context -> {
          polls[0]++;
          context.waker().wake();
          return Poll.pending();
        };
    Probe<String> other = new Probe<>();
    JoinHandle<String> handle = loop.runtime.spawn(Tasks.race(List.of(restless, other)));
    loop.carrier.turn();
    assertFalse(handle.isDone());
    assertTrue(polls[0] <= 256 * 128, () -> "polled " + polls[0] + " times in a turn");

    other.finish("done");
    loop.carrier.turn();

    assertEquals("done", handle.toCompletableFuture().resultNow());
  }
}
