package dev.escapement.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Linux rounds the end of a sleep up by a slack, 50 µs unless told otherwise. A thread may lower
 * its own unprivileged.
 */
final class TimerSlack {
  private static final String LOWEST = "1";

  private TimerSlack() {}

  /** What Linux calls the calling thread; 0 for a virtual one, and elsewhere. */
  static long osThreadId() {
    if (Thread.currentThread().isVirtual()) {
      return 0;
    }
    try {
      return Long.parseLong(
          Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
    } catch (IOException | RuntimeException notHere) {
      return 0;
    }
  }

  /**
   * Asks for the lowest slack for the calling thread. Returns whether the system now says so;
   * elsewhere false, silently.
   */
  static boolean lower() {
    if (Thread.currentThread().isVirtual()) {
      return false; // the thread below it is everybody's
    }
    try {
      Path slack = Path.of("/proc/" + osThreadId() + "/timerslack_ns");
      Files.writeString(slack, LOWEST);
      return Files.readString(slack).strip().equals(LOWEST);
    } catch (IOException | RuntimeException notHere) {
      return false;
    }
  }
}
