package dev.escapement.metrics.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Something that goes wrong in a runtime of its own.
 *
 * @param name what it is, and the runtime's name
 * @param alert the one that names it
 * @param symptoms other alerts that may go with it
 * @param latency how long after its injection it is a fault: nobody can know before
 * @param lasts how long after its injection it is over
 * @param injection what goes wrong
 */
record Fault(
    String name,
    String alert,
    Set<String> symptoms,
    Duration latency,
    Duration lasts,
    Injection injection) {

  /** Begins it, and returns at once or before it is over. */
  @FunctionalInterface
  interface Injection {
    /** Returns the moment of injection. */
    Instant into(Subject subject) throws Exception;
  }
}
