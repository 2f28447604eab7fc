package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.escapement.runtime.TaskRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * An idle runtime with 100,000 timers an hour away sleeps: its carrier and its watchdog give up the
 * processor not once in 60 s, since they never get it. Reads Linux's {@code /proc}.
 */
class IdleCheck {
  private static final int TIMERS = 100_000;

  @Test
  void idleRuntime_withTimersAnHourAway_doesNotWakeUp() throws IOException {
    try (TaskRuntime runtime = TaskRuntime.builder().name("idle").build()) {
      for (int i = 0; i < TIMERS; i++) {
        var _ = runtime.schedule(Duration.ofHours(1), () -> {});
      }
      while (runtime.snapshot().timers().pending() < TIMERS) {
        LockSupport.parkNanos(1_000_000);
      }
      pause(Duration.ofSeconds(2));
      long carrier = switches("idle-carrier");
      long watchdog = switches("escapement-watc");
      long parks = runtime.snapshot().loop().parks();
      pause(Duration.ofSeconds(60));
      long carrierSwitched = switches("idle-carrier") - carrier;
      long watchdogSwitched = switches("escapement-watc") - watchdog;
      System.out.printf(
          "idle for 60 s with 100,000 timers pending: voluntary context switches of the carrier %d"
              + " (bar 0), of the watchdog %d (bar 0)%n",
          carrierSwitched, watchdogSwitched);
      assertEquals(0, carrierSwitched, "voluntary context switches of the carrier");
      assertEquals(0, watchdogSwitched, "voluntary context switches of the watchdog");
      assertEquals(parks, runtime.snapshot().loop().parks(), "parks");
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /**
   * The voluntary context switches so far of the thread with that name, of which the kernel keeps
   * 15 characters.
   */
  private static long switches(String thread) throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
          return Files.readAllLines(task.resolve("status")).stream()
              .filter(line -> line.startsWith("voluntary_ctxt_switches"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow();
        }
      }
    }
    throw new AssertionError("there is no thread named " + thread);
  }
}
