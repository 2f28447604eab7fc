package dev.escapement.runtime.sim;

/** There is no end: more steps, or more virtual time, than the simulation allows. */
public final class LivelockException extends SimulationException {
  private static final long serialVersionUID = 1;

  LivelockException(String message) {
    super(message);
  }
}
