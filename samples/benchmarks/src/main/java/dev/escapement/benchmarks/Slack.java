package dev.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The time by which Linux may be late for a sleeping thread, to save wake-ups. */
final class Slack {
  private static final String LOWEST = "1";

  private Slack() {}

  /** Threads take it over from the thread that starts them, so this comes before all others. */
  static void lower() throws IOException {
    Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
    Path slack = Path.of("/proc/" + thread + "/timerslack_ns");
    Files.writeString(slack, LOWEST);
    if (!Files.readString(slack).strip().equals(LOWEST)) {
      throw new IOException("the timer slack stays at " + Files.readString(slack).strip());
    }
  }
}
