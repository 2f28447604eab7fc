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
  void recover_getsTheCauseAsItIs() {
    List<Throwable> causes = new ArrayList<>();
    Task<String> task =
        Tasks.recover(
            Tasks.map(Tasks.<String>failed(thrown), value -> value),
            cause -> {
              causes.add(cause);
              return Tasks.ready("recovered");
            });

    assertEquals("recovered", outcome(task).resultNow());
    assertSame(thrown, causes.getFirst());
  }

  @Test
  void recover_ofAnError_recoversItToo() {
    Task<String> task =
        Tasks.recover(
            Tasks.failed(new StackOverflowError()),
            cause -> Tasks.ready(cause.getClass().getSimpleName()));

    assertEquals("StackOverflowError", outcome(task).resultNow());
  }

  @Test
  void recover_ofAValue_isLeftOut() {
    Task<String> task =
        Tasks.recover(
            Tasks.ready("fine"),
            cause -> {
              steps.add("recover");
              return Tasks.ready("");
            });

    assertEquals("fine", outcome(task).resultNow());
    assertEquals(List.of(), steps);
  }

  @Test
  void recover_thatFailsAgain_failsWithTheNewCause() {
    IOException second = new IOException("second");

    assertSame(
        second,
        outcome(Tasks.recover(Tasks.failed(thrown), cause -> Tasks.failed(second))).exceptionNow());
    assertSame(
        second,
        outcome(
                Tasks.recover(
                    Tasks.failed(thrown),
                    cause -> {
                      throw second;
                    }))
            .exceptionNow());
  }

  @Test
  void defer_isMadeOnceAtTheFirstPoll() {
    Probe<String> made = new Probe<>();
    Task<String> task =
        Tasks.defer(
            () -> {
              steps.add("made");
              return made;
            });
    assertEquals(List.of(), steps);
    CompletableFuture<String> future = outcome(task);
    made.finish("a");
    loop.run();

    assertEquals(List.of("made"), steps);
    assertEquals("a", future.resultNow());
  }

  @Test
  void defer_whoseFactoryThrows_fails() {
    Task<String> task =
        Tasks.defer(
            () -> {
              throw thrown;
            });

    assertSame(thrown, outcome(task).exceptionNow());
  }

  @Test
  void step_thatReturnsNullInsteadOfATask_isNamed() {
    assertNullIsNamed(Tasks.then(Tasks.ready(""), value -> null), "then");
    assertNullIsNamed(Tasks.recover(Tasks.failed(thrown), cause -> null), "recover");
    assertNullIsNamed(Tasks.defer(() -> null), "defer");
  }

  private void assertNullIsNamed(Task<?> task, String by) {
    Throwable cause = outcome(task).exceptionNow();
    assertInstanceOf(NullPointerException.class, cause);
    assertEquals("the function given to " + by + " returned null, not a task", cause.getMessage());
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
