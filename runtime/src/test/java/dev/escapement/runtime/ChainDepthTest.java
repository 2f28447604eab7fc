package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains of any length run in constant stack and let others have their turn. */
class ChainDepthTest {
  private static final int MILLION = 1_000_000;

  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));

  @AfterEach
  void close() {
    loop.close();
  }

  private <T> JoinHandle<T> run(Task<T> task) {
    JoinHandle<T> handle = loop.runtime.spawn(task);
    loop.run();
    return handle;
  }

  private static Task<Integer> wrapped(Task<Integer> innermost) {
    Task<Integer> chain = innermost;
    for (int i = 0; i < MILLION; i++) {
      chain =
          i % 2 == 0
              ? Tasks.map(chain, value -> value + 1)
              : Tasks.then(chain, value -> Tasks.ready(value + 1));
    }
    return chain;
  }

  @Test
  void chain_wrappedAMillionTimes_runs() {
    assertEquals(MILLION, run(wrapped(Tasks.ready(0))).toCompletableFuture().resultNow());
  }

  @Test
  void chain_wrappedAMillionTimesAroundATaskThatWaits_runs() {
    Probe<Integer> innermost = new Probe<>();
    JoinHandle<Integer> handle = run(wrapped(innermost));
    assertFalse(handle.isDone());
    innermost.finish(0);
    loop.run();

    assertEquals(MILLION, handle.toCompletableFuture().resultNow());
    assertEquals(2, innermost.polls);
  }

  @Test
  void failure_passesAMillionLinks() {
    IOException thrown = new IOException("broken");

    assertSame(thrown, run(wrapped(Tasks.failed(thrown))).toCompletableFuture().exceptionNow());
  }

  @Test
  void recovers_aMillionOfThem_run() {
    Task<Integer> chain = Tasks.failed(new IOException());
    for (int i = 0; i < MILLION; i++) {
      chain = Tasks.recover(chain, cause -> Tasks.failed(cause));
    }

    assertEquals(
        7, run(Tasks.recover(chain, cause -> Tasks.ready(7))).toCompletableFuture().resultNow());
  }

  private static Task<Integer> countTo(int from, int to) {
    return from == to
        ? Tasks.ready(to)
        : Tasks.then(Tasks.ready(from), value -> countTo(value + 1, to));
  }

  @Test
  void chain_nestedAMillionTimesToTheRight_runs() {
    assertEquals(MILLION, run(countTo(0, MILLION)).toCompletableFuture().resultNow());
  }

  private Task<Integer> deferred(int left) {
    return left == 0 ? Tasks.ready(0) : Tasks.defer(() -> deferred(left - 1));
  }

  @Test
  void defers_aMillionOfThem_run() {
    assertEquals(0, run(deferred(MILLION)).toCompletableFuture().resultNow());
  }

  private Task<Integer> yielding(int left) {
    return left == 0 ? Tasks.ready(0) : Tasks.then(Tasks.yieldNow(), value -> yielding(left - 1));
  }

  @Test
  void chain_thatYieldsEachTime_runs() {
    assertTrue(run(yielding(100_000)).isDone());
  }

  private Task<Integer> endless(int[] links) {
    return Tasks.then(
        Tasks.ready(0),
        value -> {
          links[0]++;
          return endless(links);
        });
  }

  @Test
  void chain_ofReadyTasksWithoutEnd_letsOthersHaveTheirTurn() {
    int[] links = {0};
    int[] seenByOther = {-1};
    JoinHandle<Integer> handle = loop.runtime.spawn(endless(links));
    loop.runtime.spawn(
        context -> {
          seenByOther[0] = links[0];
          return Poll.ready("");
        });
    loop.carrier.turn();

    assertTrue(0 < seenByOther[0] && seenByOther[0] <= 256, () -> "saw " + seenByOther[0]);
    assertFalse(handle.isDone());
    handle.cancel();
    loop.run();
    assertTrue(handle.isDone());
  }
}
