package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every program in the README is run as it stands there, and must print what stands below it. */
class ReadmeTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(.*?)```\\n```text\\n(.*?)```", Pattern.DOTALL);
  private static final int PROGRAMS = 2;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> readmeProgram_runAsItStands_printsWhatStandsBelowIt() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    assertEquals(PROGRAMS, readme.split("```java", -1).length - 1, "java blocks");
    assertEquals(PROGRAMS, PROGRAM.matcher(readme).results().count(), "blocks with their output");
    Matcher matcher = PROGRAM.matcher(readme);
    return matcher
        .results()
        .map(
            found -> {
              String program = found.group(1);
              String output = found.group(2);
              return DynamicTest.dynamicTest(
                  output.lines().findFirst().orElse("nothing"),
                  () -> assertEquals(output, outputOf(program)));
            });
  }

  private String outputOf(String program) throws Exception {
    Path source = Files.writeString(folder.resolve("Snippet.java"), program);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(), "-cp", System.getProperty("java.class.path"), source.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program did not end");
    return output.replace(System.lineSeparator(), "\n");
  }
}
