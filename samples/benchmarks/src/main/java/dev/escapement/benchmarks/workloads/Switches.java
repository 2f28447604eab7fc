package dev.escapement.benchmarks.workloads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How often each thread of this process has gone to sleep by itself, which is how often it woke.
 */
final class Switches {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final String COUNT = "voluntary_ctxt_switches:";
  private static final String NAME = "Name:";

  /** How the JVM calls the threads that serve itself. */
  private static final List<String> JVM =
      List.of(
          "java",
          "main",
          "GC ",
          "G1 ",
          "VM ",
          "C1 ",
          "C2 ",
          "Reference H",
          "Finalizer",
          "Signal ",
          "Service T",
          "Monitor D",
          "Common-Cl",
          "Attach",
          "Notification",
          "Cleaner");

  private final Map<String, Long> byThread;

  private Switches(Map<String, Long> byThread) {
    this.byThread = byThread;
  }

  static Switches now() {
    Map<String, Long> all = new HashMap<>();
    try (var threads = Files.newDirectoryStream(TASKS)) {
      for (Path thread : threads) {
        read(thread, all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Switches(all);
  }

  private static void read(Path thread, Map<String, Long> all) {
    try {
      String name = "";
      for (String line : Files.readAllLines(thread.resolve("status"))) {
        if (line.startsWith(NAME)) {
          name = line.substring(NAME.length()).strip();
        } else if (line.startsWith(COUNT)) {
          long count = Long.parseLong(line.substring(COUNT.length()).strip());
          all.put(name + "#" + thread.getFileName(), count);
        }
      }
    } catch (IOException ended) {
      // a thread that is gone wakes no more
    }
  }

  Switches since(Switches before) {
    Map<String, Long> difference = new HashMap<>();
    byThread.forEach(
        (thread, count) ->
            difference.put(thread, count - before.byThread.getOrDefault(thread, 0L)));
    return new Switches(difference);
  }

  long ofAll() {
    return sum(thread -> true);
  }

  long ofLibraryThreads() {
    return sum(thread -> JVM.stream().noneMatch(thread::startsWith));
  }

  private long sum(Predicate<String> chosen) {
    return byThread.entrySet().stream()
        .filter(entry -> chosen.test(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
