package dev.escapement.loom.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs the methods of a class as JUnit does, whatever seed this JVM was started with. */
final class Engine {
  private Engine() {}

  static EngineExecutionResults run(Class<?> tests) {
    return kit(tests).execute();
  }

  static EngineExecutionResults run(Class<?> tests, String seed) {
    return kit(tests).configurationParameter("escapement.seed", seed).execute();
  }

  static EngineExecutionResults runConcurrently(Class<?> tests) {
    return kit(tests)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .execute();
  }

  private static EngineTestKit.Builder kit(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .enableImplicitConfigurationParameters(false)
        .selectors(selectClass(tests));
  }

  /** The display names of the invocations that were started. */
  static List<String> names(EngineExecutionResults results) {
    return results.testEvents().started().map(e -> e.getTestDescriptor().getDisplayName()).toList();
  }

  /** The only failure: of an invocation, or of the method before there was one. */
  static Throwable failure(EngineExecutionResults results) {
    List<Event> failed = results.allEvents().failed().list();
    if (failed.size() != 1) {
      throw new AssertionError("failed: " + failed);
    }
    return failed
        .getFirst()
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow();
  }
}
