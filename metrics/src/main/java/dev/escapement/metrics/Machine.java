package dev.escapement.metrics;

import dev.escapement.runtime.RuntimeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of processor time that was asked for and not given. */
final class Machine {
  private static final Path CPU_STAT = Path.of("/sys/fs/cgroup/cpu.stat");
  private static final String THROTTLED = "throttled_usec ";

  boolean hasRunQueueDelay() {
    return !Double.isNaN(waitedSeconds(Path.of("/proc/thread-self/schedstat")));
  }

  double runQueueSeconds(RuntimeSnapshot snapshot) {
    return waitedSeconds(Path.of("/proc/self/task/" + snapshot.loop().osThreadId() + "/schedstat"));
  }

  /** The second figure of schedstat: nanoseconds spent waiting on a run queue. */
  private static double waitedSeconds(Path schedstat) {
    try {
      String[] figures = Files.readString(schedstat).strip().split(" ", -1);
      return Long.parseLong(figures[1]) / 1e9;
    } catch (IOException | RuntimeException notHere) {
      return Double.NaN; // another system, or no such thread (any more)
    }
  }

  boolean hasThrottling() {
    return !Double.isNaN(throttledSeconds());
  }

  double throttledSeconds() {
    try {
      List<String> lines = Files.readAllLines(CPU_STAT);
      for (String line : lines) {
        if (line.startsWith(THROTTLED)) {
          return Long.parseLong(line.substring(THROTTLED.length()).strip()) / 1e6;
        }
      }
    } catch (IOException | RuntimeException notHere) {
      return Double.NaN; // another system, or no control group
    }
    return Double.NaN;
  }
}
