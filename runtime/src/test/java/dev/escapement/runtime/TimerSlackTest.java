package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TimerSlackTest {
  @Test
  void lower_onAnySystem_returnsQuietlyAndAlwaysTheSame() throws Exception {
    FutureTask<Boolean> twice =
        new FutureTask<>(
            () -> {
              boolean first = TimerSlack.lower();
              assertEquals(first, TimerSlack.lower());
              return first;
            });
    Thread thread = new Thread(twice, "slack");
    thread.start();
    thread.join();
    assertDoesNotThrow(() -> twice.get());
  }

  @Test
  void runtime_inEconomyMode_leavesTheSlack() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.builder().lagMode(LagMode.ECONOMY).build()) {
      assertEquals(1, runtime.blockOn(Tasks.ready(1)));
      assertEquals(LagMode.ECONOMY, runtime.snapshot().loop().lagMode());
      assertFalse(runtime.snapshot().loop().lowSlack());
    }
  }
}
