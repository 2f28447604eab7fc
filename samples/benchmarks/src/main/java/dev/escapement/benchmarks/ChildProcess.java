package dev.escapement.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.escapement.benchmarks.workloads.Contender;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts a peer in a JVM of its own and reads what it measured. */
final class ChildProcess {
  private static final String PRE_TOUCH = "-XX:+AlwaysPreTouch";

  /**
   * The same for every peer. The young generation holds all that a workload allocates, and its
   * pages have been touched: what is compared is the timers, and their bytes apart.
   */
  private static final List<String> FLAGS =
      List.of(
          "-Xms6g",
          "-Xmx6g",
          "-Xmn4g",
          PRE_TOUCH,
          "-XX:+UseG1GC",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private static final int MINUTES = 10;
  private static final int TAIL = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Line(
      @Nullable Map<String, Double> figures,
      @Nullable Map<String, double[]> curves,
      @Nullable String wrong) {}

  private ChildProcess() {}

  /** In the quick form pages are not touched first, which would take longer than all the rest. */
  static List<String> flags(Size size) {
    return size == Size.FULL
        ? FLAGS
        : FLAGS.stream().filter(flag -> !flag.equals(PRE_TOUCH)).toList();
  }

  static Outcome measure(Workload workload, Contender.Jvm contender, Size size)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags(size));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.add(workload.id());
    command.add(contender.peer().name());
    command.add(size.name());
    command.add(Boolean.toString(contender.lowSlack()));
    List<String> printed = print(command);
    if (printed == null) {
      return new Outcome.Failed("did not end within " + MINUTES + " minutes");
    }
    return outcome(printed);
  }

  static Outcome outcome(List<String> printed) {
    String last = printed.isEmpty() ? "" : printed.getLast();
    try {
      Line line = JSON.readValue(last, Line.class);
      if (line.figures == null || line.curves == null) {
        return new Outcome.Failed(String.valueOf(line.wrong));
      }
      return new Outcome.Measured(line.figures, line.curves);
    } catch (JsonProcessingException e) {
      List<String> tail = printed.subList(Math.max(0, printed.size() - TAIL), printed.size());
      return new Outcome.Failed("its process broke down: " + String.join("\n", tail));
    }
  }

  /** What a program prints; null if it had to be ended. */
  static @Nullable List<String> print(List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("benchmark", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      try {
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        return ended ? Files.readAllLines(out) : null;
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(out);
    }
  }
}
