package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaceTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> a = new Probe<>();
  private final Probe<String> b = new Probe<>();
  private final Probe<String> c = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private JoinHandle<String> raced() {
    JoinHandle<String> handle = loop.runtime.spawn(Tasks.race(List.of(a, b, c)));
    loop.run();
    return handle;
  }

  @Test
  void first_toEnd_winsAndTheRestIsCancelledBefore() {
    List<Integer> cancelledWhenReady = new ArrayList<>();
    loop.runtime.spawn(
        Tasks.map(
            Tasks.race(List.of(a, b, c)), value -> cancelledWhenReady.add(a.cancels + c.cancels)));
    loop.run();
    b.finish("b");
    loop.run();

    assertEquals(List.of(2), cancelledWhenReady);
    assertEquals(0, b.cancels);
  }

  @Test
  void ties_atTheFirstPoll_goToTheFirstInTheGivenOrder() {
    b.ready("b");
    c.ready("c");

    assertEquals("b", raced().toCompletableFuture().resultNow());
    assertEquals(0, c.polls);
    assertEquals(1, c.cancels);
  }

  @Test
  void ties_afterWakesInAnotherOrder_goToTheFirstInTheGivenOrder() {
    JoinHandle<String> handle = raced();
    c.finish("c");
    a.finish("a");
    b.finish("b");
    loop.run();

    assertEquals("a", handle.toCompletableFuture().resultNow());
  }

  @Test
  void ties_ofManySleeps_goToTheFirstInTheGivenOrder() {
    List<Task<Integer>> sleeps = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      sleeps.add(Tasks.map(loop.runtime.sleep(Duration.ofSeconds(1)), value -> number));
    }
    JoinHandle<Integer> handle = loop.runtime.spawn(Tasks.race(sleeps));
    loop.advance(Duration.ofSeconds(1));

    assertEquals(0, handle.toCompletableFuture().resultNow());
    assertEquals(0, loop.carrier.timers.size());
  }

  @Test
  void failure_thatComesFirst_isTheOutcome() {
    JoinHandle<String> handle = raced();
    IOException thrown = new IOException("broken");
    b.fail(thrown);
    loop.run();

    assertSame(thrown, handle.toCompletableFuture().exceptionNow());
    assertEquals(List.of(1, 0, 1), List.of(a.cancels, b.cancels, c.cancels));
  }

  @Test
  void failure_behindTheWinner_isNotSeen() {
    JoinHandle<String> handle = raced();
    b.fail(new IOException("broken"));
    a.finish("a");
    loop.run();

    assertEquals("a", handle.toCompletableFuture().resultNow());
    assertEquals(1, b.polls);
  }

  @Test
  void winner_ofNull_isAResult() {
    JoinHandle<String> handle = raced();
    b.finish(null);
    loop.run();

    assertSame(null, handle.toCompletableFuture().resultNow());
  }

  @Test
  void race_ofNothing_isRefusedWithTheReason() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Tasks.race(List.of()));

    assertTrue(refusal.getMessage().contains("tasks is empty"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("one or more"), refusal.getMessage());
  }

  @Test
  void cancel_cancelsAll() {
    JoinHandle<String> handle = raced();
    handle.cancel();
    loop.run();

    assertEquals(List.of(1, 1, 1), List.of(a.cancels, b.cancels, c.cancels));
  }

  @Test
  void wake_ofALoserAfterTheEnd_pollsNothing() {
    raced();
    b.finish("b");
    loop.run();
    a.waker.wake();
    loop.elsewhere(() -> c.waker.wake());
    loop.run();

    assertEquals(List.of(1, 2, 1), List.of(a.polls, b.polls, c.polls));
    assertTrue(loop.carrier.inbox.isEmpty());
  }
}
