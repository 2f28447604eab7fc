package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChainCancelTest {
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
  void cancel_ofAChainThatNeverBegan_reachesTheInnermostTask() {
    Probe<Integer> innermost = new Probe<>();
    JoinHandle<Integer> handle = loop.runtime.spawn(wrapped(innermost));
    handle.cancel();
    loop.run();

    assertEquals(0, innermost.polls);
    assertEquals(1, innermost.cancels);
  }

  @Test
  void cancel_ofAChainThatIsBeingUnrolled_reachesTheInnermostTask() {
    Probe<Integer> innermost = new Probe<>();
    JoinHandle<Integer> handle = loop.runtime.spawn(wrapped(innermost));
    loop.carrier.turn();
    assertEquals(0, innermost.polls, "not unrolled in one turn");
    handle.cancel();
    loop.run();

    assertEquals(0, innermost.polls);
    assertEquals(1, innermost.cancels);
  }

  @Test
  void cancel_ofAChainThatWaits_reachesTheTaskItWaitsForOnly() {
    Probe<Integer> first = new Probe<>();
    Probe<Integer> second = new Probe<>();
    JoinHandle<Integer> handle = run(Tasks.then(first, value -> second));
    first.finish(1);
    loop.run();
    handle.cancel();
    loop.run();

    assertEquals(0, first.cancels);
    assertEquals(1, second.cancels);
  }
}
