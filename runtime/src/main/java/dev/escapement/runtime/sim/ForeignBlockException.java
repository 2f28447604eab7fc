package dev.escapement.runtime.sim;

/**
 * A thread was given its turn and did not come back to the bridge within the grace: it blocks
 * elsewhere, computes, or was never started by the JDK.
 */
public final class ForeignBlockException extends SimulationException {
  private static final long serialVersionUID = 1;

  ForeignBlockException(String message) {
    super(message);
  }
}
