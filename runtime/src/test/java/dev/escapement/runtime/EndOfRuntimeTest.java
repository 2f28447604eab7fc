package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Timers that are armed at the very end of their runtime, or after it. */
class EndOfRuntimeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Test
  void sleep_armedByAWakerDuringTheEnd_isToldToo() {
    List<String> told = new ArrayList<>();
    try (HandLoop loop = new HandLoop()) {
      Sleep first = loop.runtime.sleep(HOUR);
      Sleep second = loop.runtime.sleep(HOUR);
      Context secondly = Context.of(() -> told.add("second"));
      first.poll(
          Context.of(
              () -> {
                told.add("first");
                second.poll(secondly);
              }));
    }
    assertEquals(List.of("first", "second"), told);
  }

  @Test
  void sleepThatNeverEnds_armedOnTheCarrierForSomebodyElse_isTold() {
    List<String> told = new ArrayList<>();
    try (HandLoop loop = new HandLoop()) {
      loop.runtime.sleep(NEVER).poll(Context.of(() -> told.add("never")));
      assertEquals(0, loop.carrier.timers.size(), "takes no slot of the heap");
    }
    assertEquals(List.of("never"), told);
  }

  @Test
  void wakers_thatCancelOneAnother_doNotDisturbTheEnd() {
    try (HandLoop loop = new HandLoop()) {
      List<Sleep> sleeps = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        sleeps.add(loop.runtime.sleep(NEVER));
      }
      for (int i = 0; i < 50; i++) {
        Sleep other = sleeps.get((i * 7 + 13) % 50);
        sleeps.get(i).poll(Context.of(other::cancel));
      }
    }
  }

  @Test
  void closedRuntime_keepsNothingOfTheSleepsPolledOnIt() {
    TaskRuntime runtime = TaskRuntime.start();
    runtime.close();
    for (int i = 0; i < 1_000; i++) {
      CountDownLatch woken = new CountDownLatch(1);
      Sleep sleep = runtime.sleep(HOUR);
      Context context = Context.of(woken::countDown);
      assertTrue(!sleep.poll(context).isReady());
      assertEquals(0, woken.getCount());
      assertThrows(CancellationException.class, () -> sleep.poll(context));
    }
    assertEquals(0, runtime.snapshot().loop().inboxDepth());
  }
}
