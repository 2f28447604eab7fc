package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a running loop shows when it has nothing to do. */
class AtRestTest {
  @Test
  void bound_ofOneOnARunningRuntime_admitsOneAfterAnother() throws Exception {
    try (TaskRuntime one = TaskRuntime.builder().maxPendingOperations(1).build()) {
      for (int i = 0; i < 100; i++) {
        Eventually.await("the loop idles", () -> one.carrier().inbox.isIdle());
        assertEquals(i, one.spawn(Tasks.ready(i)).join(Eventually.LIMIT));
      }
    }
  }

  @Test
  void snapshot_ofALoopThatParks_isUpToDate() {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      Sleep sleep = runtime.sleep(Duration.ofHours(1));
      runtime.spawn(sleep);
      Carrier carrier = runtime.carrier();
      Eventually.await("the sleep is polled", () -> runtime.snapshot().tasks().polls() == 1);
      Eventually.await("the loop idles", carrier.inbox::isIdle);
      RuntimeSnapshot told = runtime.snapshot();
      assertEquals(1, told.timers().pending());
      assertEquals(0, told.loop().ready());
      assertEquals(sleep.deadlineNanos(), told.timers().nextDeadlineNanos());
      assertEquals(0, told.overdueNanos());
    }
  }
}
