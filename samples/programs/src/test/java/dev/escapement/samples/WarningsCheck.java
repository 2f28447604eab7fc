package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each program, started as a user would, makes the JVM print no warning. The dashboard does not
 * end, and DashboardCheck looks at what it prints; the soak lasts.
 */
class WarningsCheck {
  static Stream<String> names() {
    List<String> lasting = List.of("dashboard", "soak");
    return Main.PROGRAMS.stream().map(Program::name).filter(name -> !lasting.contains(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void program_inAFreshJvm_printsNoWarning(String name) throws Exception {
    Ran ran = Ran.inFreshJvm(name);

    assertEquals(0, ran.exitCode(), () -> "exit code; stderr: " + ran.err());
    ran.assertNoWarnings();
  }
}
