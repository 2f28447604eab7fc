package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each program, started as a user would, makes the JVM print no warning. The dashboard does not
 * end; DashboardCheck looks at what it prints.
 */
class WarningsCheck {
  static Stream<String> names() {
    return Main.PROGRAMS.stream().map(Program::name).filter(name -> !name.equals("dashboard"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void program_inAFreshJvm_printsNoWarning(String name) throws Exception {
    Ran ran = Ran.inFreshJvm(name);

    assertEquals(0, ran.exitCode(), () -> "exit code; stderr: " + ran.err());
    ran.assertNoWarnings();
  }
}
