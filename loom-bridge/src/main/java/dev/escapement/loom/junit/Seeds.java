package dev.escapement.loom.junit;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one invocation per seed, or two of them, each when its turn comes. */
final class Seeds implements TestTemplateInvocationContextProvider {
  static final String PROPERTY = "escapement.seed";

  Seeds() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return settings(context).isPresent();
  }

  private static Optional<SimulationTest> settings(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), SimulationTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    SimulationTest settings = settings(context).orElseThrow();
    Duration lateness = lateness(settings.lateness());
    return seeds(settings, context.getConfigurationParameter(PROPERTY))
        .boxed()
        .flatMap(seed -> invocations(seed, lateness, settings.twice()));
  }

  private static Stream<TestTemplateInvocationContext> invocations(
      long seed, Duration lateness, boolean twice) {
    String name = "seed " + seed;
    if (!twice) {
      return Stream.of(new Invocation(name, seed, lateness, null));
    }
    Twins twins = new Twins();
    return Stream.of(
        new Invocation(name, seed, lateness, twins),
        new Invocation(name + ", again", seed, lateness, twins));
  }

  private static LongStream seeds(SimulationTest settings, Optional<String> property) {
    boolean fixed = settings.seed() != SimulationTest.NOT_FIXED;
    if (settings.seeds() < 1) {
      throw refused("seeds is " + settings.seeds() + "; allowed is 1 or more");
    }
    if (fixed && settings.seeds() != 1) {
      throw refused(
          "seed is "
              + settings.seed()
              + " and seeds is "
              + settings.seeds()
              + "; allowed is one of the two");
    }
    if (property.isPresent()) {
      return LongStream.of(parsed(property.get()));
    }
    return fixed ? LongStream.of(settings.seed()) : LongStream.range(0, settings.seeds());
  }

  private static long parsed(String property) {
    try {
      return Long.parseLong(property);
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException(
          PROPERTY
              + " is '"
              + property
              + "'; allowed is a whole number from "
              + Long.MIN_VALUE
              + " to "
              + Long.MAX_VALUE,
          e);
    }
  }

  private static Duration lateness(String text) {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    String refusal =
        "lateness is '"
            + text
            + "'; allowed is an ISO-8601 duration of zero or more, such as PT0.005S for 5 ms";
    try {
      Duration lateness = Duration.parse(text);
      if (!lateness.isNegative()) {
        return lateness;
      }
    } catch (DateTimeParseException e) {
      throw new ExtensionConfigurationException("@SimulationTest: " + refusal, e);
    }
    throw refused(refusal);
  }

  private static ExtensionConfigurationException refused(String sentence) {
    return new ExtensionConfigurationException("@SimulationTest: " + sentence);
  }
}
