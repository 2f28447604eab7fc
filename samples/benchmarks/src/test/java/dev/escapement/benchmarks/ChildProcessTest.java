package dev.escapement.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  @Test
  void figures_inTheLastLine_areRead() {
    Outcome outcome =
        ChildProcess.outcome(
            List.of("a warning", "{\"figures\":{\"CPU s\":1.5},\"curves\":{\"one\":[1.0,2.0]}}"));
    var measured = assertInstanceOf(Outcome.Measured.class, outcome);
    assertEquals(1.5, measured.figures().get("CPU s"));
    assertEquals(2, measured.curves().get("one").length);
  }

  @Test
  void wrong_inTheLastLine_isAFailureWithItsReason() {
    assertEquals(
        new Outcome.Failed("of 2 timers 1 were lost"),
        ChildProcess.outcome(List.of("{\"wrong\":\"of 2 timers 1 were lost\"}")));
  }

  @Test
  void noJson_atTheEnd_isAFailureThatShowsWhatWasPrinted() {
    Outcome outcome = ChildProcess.outcome(List.of("OutOfMemoryError", "at somewhere"));
    var failed = assertInstanceOf(Outcome.Failed.class, outcome);
    assertTrue(failed.reason().contains("OutOfMemoryError"), failed.reason());
    assertInstanceOf(Outcome.Failed.class, ChildProcess.outcome(List.of()));
  }
}
