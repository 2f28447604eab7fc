package dev.escapement.metrics;

import dev.escapement.runtime.RuntimeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of processor time that was asked for and not given. */
final class Machine {
  /** Where a control group tells how long it was throttled, and in which parts of a second. */
  private record Throttling(Path file, String key, double perSecond) {
    double seconds() {
      try {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith(key)) {
            return Long.parseLong(line.substring(key.length()).strip()) / perSecond;
          }
        }
      } catch (IOException | RuntimeException notHere) {
        return Double.NaN; // another system, or no such control group
      }
      return Double.NaN;
    }
  }

  private static final List<Throttling> VERSIONS =
      List.of(
          new Throttling(Path.of("/sys/fs/cgroup/cpu.stat"), "throttled_usec ", 1e6),
          new Throttling(Path.of("/sys/fs/cgroup/cpu/cpu.stat"), "throttled_time ", 1e9));

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
    return VERSIONS.stream()
        .mapToDouble(Throttling::seconds)
        .filter(seconds -> !Double.isNaN(seconds))
        .findFirst()
        .orElse(Double.NaN);
  }
}
