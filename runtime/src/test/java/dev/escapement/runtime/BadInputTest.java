package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages: what is wrong, and what is allowed. */
class BadInputTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
  void duration_thatMustBeAboveZero_isNamedWithItsBound(String text) {
    Duration duration = Duration.parse(text);

    assertEquals(
        "period is " + text + "; allowed is anything above zero",
        refusal(() -> loop.runtime.interval(duration)));
    assertEquals(
        "stallThreshold is " + text + "; allowed is anything above zero",
        refusal(() -> TaskRuntime.builder().stallThreshold(duration)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void bound_thatMustBeAboveZero_isNamedWithItsBound(int bound) {
    assertEquals(
        "maxPendingOperations is " + bound + "; allowed is 1 or more",
        refusal(() -> TaskRuntime.builder().maxPendingOperations(bound)));
    assertEquals(
        "capacity is " + bound + "; allowed is 1 or more", refusal(() -> Channel.bounded(bound)));
  }

  @Test
  void permits_belowZero_areNamedWithTheirBound() {
    assertEquals("permits is -1; allowed is 0 or more", refusal(() -> Semaphore.of(-1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void name_thatIsBlank_isRefused(String name) {
    assertEquals(
        "name is blank; allowed is anything else", refusal(() -> TaskRuntime.builder().name(name)));
  }

  @Test
  void share_outsideItsRange_isNamedWithIt() {
    Histogram lag = loop.runtime.snapshot().timers().lag();

    assertEquals("share is 1.5; allowed is 0 to 1", refusal(() -> lag.quantileNanos(1.5)));
    assertEquals("share is NaN; allowed is 0 to 1", refusal(() -> lag.quantileNanos(Double.NaN)));
  }

  @Test
  void work_afterClose_isRefusedWithTheRuntimesName() {
    loop.close();

    for (Runnable call :
        new Runnable[] {
          () -> loop.runtime.spawn(Tasks.ready("")),
          () -> loop.runtime.spawn("a", Tasks.ready("")),
          () -> loop.runtime.schedule(Duration.ZERO, () -> {})
        }) {
      String message = assertThrows(RejectedExecutionException.class, call::run).getMessage();
      assertEquals("runtime 'hand' is closed", message.substring(message.indexOf(": ") + 2));
    }
    String message =
        assertThrows(RejectedExecutionException.class, () -> loop.runtime.blockOn(Tasks.ready("")))
            .getMessage();
    assertEquals("blockOn: runtime 'hand' is closed", message);
  }

  @Test
  void work_beyondTheBound_isRefusedWithFigures() {
    try (HandLoop bounded = new HandLoop(0, builder -> builder.maxPendingOperations(2))) {
      bounded.elsewhere(
          () -> {
            bounded.runtime.spawn(Tasks.ready(""));
            JoinHandle<String> second = bounded.runtime.spawn(new Probe<>());
            assertEquals(
                "spawn: runtime 'hand' has 2 pending operations; allowed are 2",
                assertThrows(
                        RejectedExecutionException.class,
                        () -> bounded.runtime.spawn(Tasks.ready("")))
                    .getMessage());
            assertEquals(
                "schedule: runtime 'hand' has 2 pending operations; allowed are 2",
                assertThrows(
                        RejectedExecutionException.class,
                        () -> bounded.runtime.schedule(Duration.ZERO, () -> {}))
                    .getMessage());
            assertEquals(true, second.cancel(), "a cancel is never refused");
          });
      bounded.run();
      bounded.runtime.spawn(Tasks.ready(""));
    }
  }
}
