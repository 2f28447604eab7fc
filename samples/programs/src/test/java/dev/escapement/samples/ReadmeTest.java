package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every program in the texts is run as it stands there, and must print what stands below it. */
class ReadmeTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(.*?)```\\n```text\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> readmeProgram_runAsItStands_printsWhatStandsBelowIt() throws IOException {
    return programsOf("README.md", 3);
  }

  @TestFactory
  Stream<DynamicTest> testingProgram_runAsItStands_printsWhatStandsBelowIt() throws IOException {
    return programsOf("loom-bridge/TESTING.md", 1);
  }

  private Stream<DynamicTest> programsOf(String file, int programs) throws IOException {
    String text = Files.readString(Path.of("../..", file));
    assertEquals(programs, text.split("void main\\(\\)", -1).length - 1, "programs");
    assertEquals(programs, PROGRAM.matcher(text).results().count(), "programs with their output");
    return PROGRAM
        .matcher(text)
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
