package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts a program in a JVM of its own; what it prints as {@code name=number} is its result. */
final class FreshJvm {
  private FreshJvm() {}

  static Map<String, Double> run(List<String> flags, Class<?> program, String... args)
      throws IOException, InterruptedException {
    Map<String, Double> results = new HashMap<>();
    for (String line : print(flags, program, args).lines().toList()) {
      String[] pair = line.split("=", 2);
      results.put(pair[0], Double.parseDouble(pair[1]));
    }
    return results;
  }

  /** What the program prints. */
  static String print(List<String> flags, Class<?> program, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile("check", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      String printed = Files.readString(out);
      assertTrue(ended, () -> command + " did not end: " + printed);
      assertEquals(0, process.exitValue(), () -> command + ": " + printed);
      return printed;
    } finally {
      Files.delete(out);
    }
  }
}
