package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What happens to a whole process: it is suspended and resumed with 10,000 timers pending, its main
 * method returns with timers pending, and a shutdown hook closes the runtime.
 */
@Timeout(120)
class ProcessFaultsCheck {
  private static final Duration SUSPENDED = Duration.ofSeconds(6);

  private Process process;

  private BufferedReader start(String what) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FaultyProcess.class.getName(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return process.inputReader();
  }

  @AfterEach
  void kill() {
    process.destroyForcibly();
  }

  @Test
  void process_suspendedAndResumed_firesEveryTimerOnceAndInOrderAndNoneEarly() throws Exception {
    BufferedReader out = start("suspended");
    assertEquals("armed", out.readLine());
    signal("STOP");
    LockSupport.parkNanos(SUSPENDED.toNanos());
    signal("CONT");
    String seen = out.readLine();
    System.out.printf(
        "suspended for %d s while timers of 5 to 8 s were pending: %s%n",
        SUSPENDED.toSeconds(), seen);
    assertEquals("fired 10000, early 0, out of order 0", seen);
    assertEnded();
  }

  private void signal(String name) throws Exception {
    List<String> kill = List.of("kill", "-" + name, Long.toString(process.pid()));
    assertEquals(0, new ProcessBuilder(kill).inheritIO().start().waitFor());
  }

  @Test
  void process_whoseMainReturnsWithTimersPending_ends() throws Exception {
    BufferedReader out = start("pending");
    assertEquals("armed", out.readLine());
    assertEnded();
  }

  @Test
  void process_whoseShutdownHookClosesTheRuntime_ends() throws Exception {
    BufferedReader out = start("hook");
    assertEquals("armed", out.readLine());
    assertEquals("closed in the hook: 100 tasks cancelled", out.readLine());
    assertEnded();
  }

  private void assertEnded() throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    assertEquals(0, process.exitValue());
  }
}
