package dev.escapement.loom.junit;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * One run with one seed: makes the simulation when it is first asked for, and closes it. JUnit
 * calls from one thread at a time.
 */
final class Invocation
    implements TestTemplateInvocationContext,
        ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler,
        AfterEachCallback {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(Invocation.class);

  private final String name;
  private final long seed;
  private final Duration lateness;
  private final @Nullable Twins twins;
  private @Nullable Simulation simulation;
  private @Nullable LoomBridge bridge;

  Invocation(String name, long seed, Duration lateness, @Nullable Twins twins) {
    this.name = name;
    this.seed = seed;
    this.lateness = lateness;
    this.twins = twins;
  }

  @Override
  public String getDisplayName(int invocationIndex) {
    return name;
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(this);
  }

  // Parameters

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Simulation.class || type == TaskRuntime.class || type == LoomBridge.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Simulation simulated = simulation(context);
    Class<?> type = parameter.getParameter().getType();
    return type == Simulation.class
        ? simulated
        : type == TaskRuntime.class ? simulated.runtime() : bridge(simulated);
  }

  private Simulation simulation(ExtensionContext context) {
    Simulation present = simulation;
    if (present == null) {
      present = Simulation.builder().seed(seed).lateness(lateness).build();
      simulation = present;
      // if a constructor throws, nothing comes after it
      context.getStore(SPACE).put(this, (AutoCloseable) this::close);
    }
    return present;
  }

  private LoomBridge bridge(Simulation simulated) {
    LoomBridge present = bridge;
    if (present == null) {
      present = LoomBridge.of(simulated.runtime());
      bridge = present;
    }
    return present;
  }

  // Failures

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw Failures.withSeed(seed, thrown);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw Failures.withSeed(seed, thrown);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw Failures.withSeed(seed, thrown);
  }

  // The end

  @Override
  public void afterEach(ExtensionContext context) {
    Simulation simulated = simulation;
    List<Throwable> unseen = simulated == null ? List.of() : simulated.unseenFailures();
    close();
    boolean failed = context.getExecutionException().isPresent();
    if (!failed && !unseen.isEmpty()) {
      AssertionError report =
          new AssertionError(
              "seed " + seed + ": something failed and nobody was told: " + unseen.getFirst());
      unseen.forEach(report::addSuppressed);
      throw report;
    }
    boolean aborted =
        context.getExecutionException().filter(TestAbortedException.class::isInstance).isPresent();
    if (twins != null && simulated != null && !aborted) {
      twins.compare(seed, simulated.trace());
    }
  }

  /** Also lets go of the trace: JUnit may keep this object for as long as the tests run. */
  private void close() {
    Simulation simulated = simulation;
    simulation = null;
    bridge = null;
    if (simulated != null) {
      simulated.close();
    }
  }
}
