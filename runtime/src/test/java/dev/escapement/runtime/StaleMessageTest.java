package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Timers that are changed while a message about them is still under way. */
class StaleMessageTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(5);

  private static void assertToldSoonAfterReset(Sleep sleep, CountDownLatch told) throws Exception {
    sleep.reset(SOON);
    assertTrue(told.await(10, TimeUnit.SECONDS), "the loop slept on");
  }

  @Test
  void reset_ofSleepWhoseMessageIsUnderWay_wakesTheLoop() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      for (int i = 0; i < 200; i++) {
        CountDownLatch told = new CountDownLatch(1);
        Sleep sleep = runtime.sleep(HOUR);
        assertTrue(!sleep.poll(Context.of(told::countDown)).isReady());
        assertToldSoonAfterReset(sleep, told);
      }
    }
  }

  @Test
  void reset_afterALaterResetWhoseMessageIsUnderWay_wakesTheLoop() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      for (int i = 0; i < 200; i++) {
        CountDownLatch told = new CountDownLatch(1);
        Sleep sleep = runtime.sleep(HOUR);
        assertTrue(!sleep.poll(Context.of(told::countDown)).isReady());
        sleep.reset(HOUR.multipliedBy(2));
        assertToldSoonAfterReset(sleep, told);
      }
    }
  }

  @Test
  void reset_byTwoThreadsAtOnce_neverSleepsPastTheLast() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      for (int i = 0; i < 5_000; i++) {
        CountDownLatch told = new CountDownLatch(1);
        Sleep sleep = runtime.sleep(HOUR);
        assertTrue(!sleep.poll(Context.of(told::countDown)).isReady());
        Thread later = new Thread(() -> sleep.reset(HOUR.multipliedBy(3)));
        later.start();
        sleep.reset(Duration.ZERO);
        later.join();
        if (sleep.deadlineNanos() <= runtime.nanoTime()) { // this thread was the last
          assertTrue(told.await(10, TimeUnit.SECONDS), "the loop slept on");
        }
        sleep.cancel();
      }
    }
  }

  @Test
  void message_thatArrivesAfterAResetOnTheCarrier_doesNotRegisterAgain() {
    try (HandLoop loop = new HandLoop()) {
      List<String> fired = new ArrayList<>();
      TaskRuntime runtime = loop.runtime;
      Sleep first = runtime.sleep(Duration.ofSeconds(1));
      first.poll(Context.of(() -> fired.add("first")));
      loop.elsewhere(() -> first.reset(Duration.ofSeconds(2)));
      first.reset(Duration.ofSeconds(3));
      Sleep second = runtime.sleep(Duration.ofSeconds(3));
      second.poll(Context.of(() -> fired.add("second")));
      loop.advance(Duration.ofSeconds(4));
      assertEquals(List.of("first", "second"), fired);
      assertEquals(1, runtime.snapshot().timers().rescheduled());
    }
  }
}
