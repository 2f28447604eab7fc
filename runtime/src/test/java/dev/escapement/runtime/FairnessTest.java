package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody holds the others back for long. The clock moves only by what a poll or callback costs. */
class FairnessTest {
  private static final int BURST = 100_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long QUANTUM = 1_000_000;

  private final HandLoop loop = new HandLoop();
  private final TaskRuntime runtime = loop.runtime;
  private boolean stopped;
  private long longest;

  @AfterEach
  void close() {
    loop.close();
  }

  private void costs(long nanos) {
    loop.time.set(loop.time.nanoTime() + nanos);
  }

  /** Always ready: it wakes itself in each poll, which costs a time. */
  private <T> Task<T> busy(long cost, Runnable eachPoll) {
    return context -> {
      costs(cost);
      eachPoll.run();
      context.waker().wake();
      return stopped ? Poll.ready(null) : Poll.pending();
    };
  }

  private void turnUntil(long deadline) {
    while (loop.time.nanoTime() < deadline) {
      loop.carrier.turn();
    }
  }

  @Test
  void timer_besideATaskThatIsAlwaysReady_firesWithinAQuantum() {
    runtime.spawn(busy(1_000, () -> {}));
    long[] firedAt = {0};
    runtime.schedule(SECOND, () -> firedAt[0] = loop.time.nanoTime());
    turnUntil(SECOND.toNanos() * 2);
    long late = firedAt[0] - SECOND.toNanos();
    assertTrue(late >= 0 && late <= 2 * QUANTUM, late + " ns late");
  }

  @Test
  void timer_besideASlowTaskThatIsAlwaysReady_firesAfterAFewPolls() {
    long cost = 5 * QUANTUM;
    runtime.spawn(busy(cost, () -> {}));
    long[] firedAt = {0};
    runtime.schedule(SECOND, () -> firedAt[0] = loop.time.nanoTime());
    turnUntil(SECOND.toNanos() * 2);
    long late = firedAt[0] - SECOND.toNanos();
    assertTrue(late >= 0 && late <= 5 * cost, late + " ns late");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void manyTimers_besideSlowTasksThatAreAlwaysReady_areLateByAFewPolls(int tasks) {
    long cost = 250 * QUANTUM;
    for (int i = 0; i < tasks; i++) {
      runtime.spawn(busy(cost, () -> {}));
    }
    for (int i = 0; i < 100; i++) {
      again(Duration.ofMillis(30 + i % 40)); // some 2,000 a second
    }
    turnUntil(20 * SECOND.toNanos()); // a burst begins slowly
    longest = 0;
    turnUntil(60 * SECOND.toNanos());
    assertTrue(longest <= 3L * tasks * cost, longest / 1_000_000 + " ms late");
  }

  private void again(Duration period) {
    long deadline = loop.time.nanoTime() + period.toNanos();
    runtime.schedule(
        period,
        () -> {
          longest = Math.max(longest, loop.time.nanoTime() - deadline);
          costs(2_000);
          again(period);
        });
  }

  @Test
  void task_besideAnotherThatIsAlwaysReady_isPolledInItsTurn() {
    runtime.spawn(busy(1_000, () -> {}));
    JoinHandle<Integer> other = runtime.spawn(Tasks.ready(1));
    loop.carrier.turn();
    assertTrue(other.isDone());
  }

  @Test
  void messages_besideATaskThatIsAlwaysReady_areTaken() {
    runtime.spawn(busy(1_000, () -> {}));
    loop.carrier.turn();
    List<JoinHandle<Integer>> handles = new ArrayList<>();
    loop.elsewhere(() -> handles.add(runtime.spawn(Tasks.ready(1))));
    loop.carrier.turn();
    assertTrue(handles.getFirst().isDone());
  }

  @Test
  void timeout_aroundATaskThatIsAlwaysReady_fires() {
    JoinHandle<Void> handle = runtime.spawn(runtime.timeout(SECOND, busy(1_000, () -> {})));
    CompletableFuture<Void> future = handle.toCompletableFuture(); // somebody waits
    while (!future.isDone() && loop.time.nanoTime() < SECOND.toNanos() * 2) {
      loop.carrier.turn();
    }
    assertTrue(loop.time.nanoTime() <= SECOND.toNanos() + 2 * QUANTUM);
    CompletionException thrown = assertThrows(CompletionException.class, future::join);
    assertEquals(TimeoutException.class, thrown.getCause().getClass());
  }

  @Test
  void burst_fromTheInbox_isTakenInBoundedParts() {
    loop.elsewhere(
        () -> {
          for (int i = 0; i < BURST; i++) {
            runtime.schedule(SECOND, () -> {});
          }
        });
    int[] polls = {0};
    runtime.spawn(busy(0, () -> polls[0]++));
    int turns = 0;
    while (!loop.carrier.inbox.isEmpty()) {
      int before = polls[0];
      loop.carrier.turn();
      assertTrue(polls[0] > before);
      turns++;
    }
    assertTrue(turns > 10);
    assertEquals(BURST, loop.carrier.timers.size());
    stopped = true;
    assertFalse(loop.carrier.ready.isEmpty());
  }
}
