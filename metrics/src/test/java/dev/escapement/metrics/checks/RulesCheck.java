package dev.escapement.metrics.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What promtool, which comes with Prometheus, says of the rules. */
class RulesCheck {
  private static final Path HOME = Path.of("prometheus");

  @Test
  void rules_areWellFormed() throws Exception {
    promtool("check", "rules", "escapement.rules.yml");
  }

  @Test
  void rules_onMadeUpSeries_raiseWhatTheyShould() throws Exception {
    promtool("test", "rules", "escapement.rules.test.yml");
  }

  private static void promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.println(said.strip());
    assertEquals(0, process.waitFor(), said);
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "this check needs the program 'promtool'; on Debian, install the package 'prometheus'",
          e);
    }
  }
}
