package dev.escapement.runtime;

/** The one thread that watches all runtimes of the process. */
final class WatchdogThread {
  private WatchdogThread() {}

  private static boolean isAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("escapement-watchdog"));
  }

  /** Once every runtime of every test is closed, it ends. */
  static void awaitNone() {
    Eventually.await("the watchdog ends", () -> !isAlive());
  }
}
