package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What map, then, recover and defer make of values and failures. */
class ChainTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final IOException thrown = new IOException("broken");
  private final List<String> steps = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private <T> CompletableFuture<T> outcome(Task<T> task) {
    CompletableFuture<T> future = loop.runtime.<T>spawn("cook", task).toCompletableFuture();
    loop.run();
    return future;
  }

  @Test
  void map_appliesItsStepToTheValue() {
    assertEquals(3, outcome(Tasks.map(Tasks.ready("abc"), String::length)).resultNow());
    assertEquals("null", outcome(Tasks.map(Tasks.ready(null), String::valueOf)).resultNow());
    assertSame(null, outcome(Tasks.map(Tasks.ready("a"), value -> null)).resultNow());
  }

  @Test
  void map_stepThatThrows_failsTheTask() {
    Task<String> task =
        Tasks.map(
            Tasks.ready("a"),
            value -> {
              throw thrown;
            });

    assertSame(thrown, outcome(task).exceptionNow());
  }

  @Test
  void then_goesOnWithTheNextTask() {
    Probe<String> first = new Probe<>();
    Probe<String> second = new Probe<>();
    CompletableFuture<String> future =
        outcome(
            Tasks.then(
                first,
                value -> {
                  steps.add(value);
                  return second;
                }));
    assertEquals(0, second.polls);
    first.finish("a");
    loop.run();
    assertEquals(1, second.polls);
    second.finish("b");
    loop.run();

    assertEquals(List.of("a"), steps);
    assertEquals("b", future.resultNow());
    assertEquals(2, first.polls);
  }

  @Test
  void then_countsDurationsFromThenOn() {
    Duration second = Duration.ofSeconds(1);
    loop.runtime.spawn(
        Tasks.then(
            loop.runtime.sleep(second),
            value -> Tasks.map(loop.runtime.sleep(second), x -> steps.add("2 s"))));
    loop.advance(Duration.ofMillis(1999));
    assertEquals(List.of(), steps);
    loop.advance(Duration.ofMillis(1));

    assertEquals(List.of("2 s"), steps);
  }

  @Test
  void failure_passesMapAndThenUntouched() {
    Task<Object> task =
        Tasks.then(
            Tasks.map(Tasks.failed(thrown), value -> steps.add("map")),
            value -> Tasks.ready(steps.add("then")));

    assertSame(thrown, outcome(task).exceptionNow());
    assertEquals(List.of(), steps);
  }

  @Test
  void task_inAChainThatReturnsNull_failsWithItsTasksName() {
    Throwable cause = outcome(Tasks.map(context -> null, value -> value)).exceptionNow();

    assertInstanceOf(NullPointerException.class, cause);
    assertTrue(cause.getMessage().contains("'cook'"), cause.getMessage());
  }

  @Test
  void chain_polledAfterItsEnd_isRefused() throws Exception {
    Task<String> chain = Tasks.map(Tasks.ready(""), value -> value);
    assertTrue(chain.poll(Context.of(Waker.noop())).isReady());

    assertThrows(IllegalStateException.class, () -> chain.poll(Context.of(Waker.noop())));
  }

  @Test
  void link_handedOverTwice_failsTheSecondOwner() {
    Task<String> shared = Tasks.map(Tasks.ready("a"), value -> value);

    assertEquals("a", outcome(Tasks.map(shared, value -> value)).resultNow());
    Throwable cause = outcome(Tasks.map(shared, value -> value)).exceptionNow();
    assertInstanceOf(IllegalStateException.class, cause);
    assertTrue(cause.getMessage().contains("'cook'"), cause.getMessage());
  }
}
