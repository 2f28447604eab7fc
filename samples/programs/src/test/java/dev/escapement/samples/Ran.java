package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A program that was run in this JVM, with all that it printed. */
record Ran(int exitCode, List<String> out, List<String> err) {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Runs {@link Main} with words as they stand on a command line. */
  static Ran of(String... words) throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode;
    try (var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
        var errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
      exitCode = Main.run(words, outStream, errStream);
    }
    return new Ran(exitCode, lines(out), lines(err));
  }

  /** The same for one that has to end well. */
  static Ran well(String... words) throws Exception {
    Ran ran = of(words);
    assertEquals(0, ran.exitCode, () -> "exit code; stderr: " + ran.err);
    assertEquals(List.of(), ran.err, "stderr");
    return ran;
  }

  /** The same in a JVM of its own, as a user would start it. */
  static Ran inFreshJvm(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(System.getProperty("sample.jvm", "").split(" +")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(words));
    Path out = Files.createTempFile("sample", ".out");
    Path err = Files.createTempFile("sample", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(List.of(words) + " had not ended after " + LONGEST);
      }
      return new Ran(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** The JVM complained neither about unsafe memory access nor about native code. */
  void assertNoWarnings() {
    List<String> warnings =
        err.stream()
            .filter(line -> line.matches("(?i).*(sun\\.misc\\.unsafe|native.access|restricted).*"))
            .toList();
    assertEquals(List.of(), warnings);
  }

  /** The lines that are numbers, which have to come first, are 1 to n. */
  void assertNumbersUpTo(int n) {
    List<String> expected = IntStream.rangeClosed(1, n).mapToObj(Integer::toString).toList();
    List<String> numbers = new ArrayList<>(out);
    numbers.removeIf(line -> !line.matches("\\d+"));
    assertEquals(expected, numbers);
    assertEquals(expected, out.subList(0, n), "numbers come first");
  }

  /** The lines that begin so. */
  List<String> linesOf(String who) {
    return out.stream().filter(line -> line.startsWith(who)).toList();
  }

  /** What the table says about something. */
  String row(String name) {
    for (String line : out) {
      if (line.startsWith(name + " ")) {
        return line.substring(name.length()).strip();
      }
    }
    throw new NoSuchElementException("no row '" + name + "' in " + out);
  }

  /** The number that a row begins with. */
  double number(String name) {
    return Double.parseDouble(row(name).split("[^0-9.]", 2)[0]);
  }
}
