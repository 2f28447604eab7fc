package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Polls and callbacks that block the carrier, and the watchdog that tells of them. */
class StallTest {
  /** Long enough that a carrier which is held up by others is hardly ever taken for a stall. */
  private static final Duration THRESHOLD = Duration.ofMillis(200);

  private final CapturedLog log = new CapturedLog();

  @AfterEach
  void restoreLog() {
    log.close();
  }

  private static Builder watched(String name) {
    return TaskRuntime.builder().name(name).stallThreshold(THRESHOLD);
  }

  private static long stalls(TaskRuntime runtime) {
    return runtime.snapshot().loop().stalls();
  }

  /** Blocks the carrier until a latch is open. */
  private static Runnable blockedBy(CountDownLatch latch) {
    return () -> {
      try {
        assertTrue(latch.await(Eventually.LIMIT.toSeconds() * 2, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static void stallOnce(TaskRuntime runtime) {
    CountDownLatch release = new CountDownLatch(1);
    long before = stalls(runtime);
    runtime.schedule(Duration.ZERO, blockedBy(release));
    Eventually.await("a stall is counted", () -> stalls(runtime) == before + 1);
    release.countDown();
  }

  @Test
  void stall_callbackThatBlocks_isCountedWhileItLasts() throws Exception {
    try (TaskRuntime runtime = watched("callback").build()) {
      stallOnce(runtime);
      assertEquals(1, runtime.blockOn(Tasks.ready(1)));
      assertEquals(1, stalls(runtime));
    }
  }

  @Test
  void stall_pollThatBlocks_isLoggedOnceWithItsStack() throws Exception {
    try (TaskRuntime runtime = watched("poll").build();
        TaskRuntime meanwhile = watched("meanwhile").build()) {
      CountDownLatch release = new CountDownLatch(1);
      JoinHandle<Integer> blocked =
          runtime.spawn(
              context -> {
                blockedBy(release).run();
                return Poll.ready(1);
              });
      Eventually.await("a stall is counted", () -> stalls(runtime) == 1);
      for (int i = 0; i < 3; i++) {
        stallOnce(meanwhile);
      }
      assertEquals(1, stalls(runtime));
      release.countDown();
      assertEquals(1, blocked.join(Eventually.LIMIT));
    }
    LogRecord record =
        log.records.stream()
            .filter(r -> r.getMessage().contains("runtime 'poll' is stalled"))
            .reduce((a, b) -> new LogRecord(Level.OFF, "more than one"))
            .orElseThrow();
    assertEquals(Level.WARNING, record.getLevel());
    assertTrue(record.getMessage().contains("'poll-carrier'"), record.getMessage());
    assertTrue(
        Arrays.stream(record.getThrown().getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(StallTest.class.getName())));
  }

  @Test
  void stall_twiceInARow_isCountedTwice() {
    try (TaskRuntime runtime = watched("twice").build()) {
      stallOnce(runtime);
      stallOnce(runtime);
      assertEquals(2, stalls(runtime));
    }
  }

  @Test
  void stall_afterALongIdleTime_isSeenByAWatchdogThatSlept() {
    try (TaskRuntime runtime = watched("idle").build()) {
      Eventually.await("the loop idles", runtime.carrier().inbox::isIdle);
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("escapement-watchdog"))
          .forEach(Eventually::awaitBlocked);
      stallOnce(runtime);
    }
  }

  @Test
  void stall_ofACallerWhoDrives_isCounted() throws Exception {
    try (TaskRuntime runtime = watched("driven").withoutOwnThread().build()) {
      CountDownLatch release = new CountDownLatch(1);
      FutureTask<Integer> driving =
          new FutureTask<>(
              () ->
                  runtime.blockOn(
                      context -> {
                        blockedBy(release).run();
                        return Poll.ready(1);
                      }));
      Thread driver = new Thread(driving, "driver");
      driver.start();
      Eventually.await("a stall is counted", () -> stalls(runtime) == 1);
      release.countDown();
      assertEquals(1, driving.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void overdue_whileACallbackBlocks_grows() {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      CountDownLatch release = new CountDownLatch(1);
      runtime.schedule(Duration.ZERO, blockedBy(release));
      Eventually.await("it blocks", () -> runtime.snapshot().loop().callbacks() == 1);
      runtime.schedule(Duration.ofMillis(1), () -> {});
      Eventually.await("overdue", () -> runtime.snapshot().overdueNanos() > 5_000_000);
      release.countDown();
      Eventually.await("fired", () -> runtime.snapshot().timers().fired() == 2);
      Eventually.await("not overdue", () -> runtime.snapshot().overdueNanos() == 0);
    }
  }

  @Test
  void threshold_thatIsLong_countsNoStall() throws Exception {
    try (TaskRuntime runtime =
        TaskRuntime.builder().stallThreshold(Duration.ofSeconds(Long.MAX_VALUE)).build()) {
      runtime.blockOn(runtime.sleep(Duration.ofMillis(5)));
      assertEquals(0, stalls(runtime));
    }
  }
}
