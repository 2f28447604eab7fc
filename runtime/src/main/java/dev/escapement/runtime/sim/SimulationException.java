package dev.escapement.runtime.sim;

/** A simulation cannot go on; the message says why, and how to run it again. */
public sealed class SimulationException extends IllegalStateException
    permits DeadlockException, ForeignBlockException, LivelockException {
  private static final long serialVersionUID = 1;

  SimulationException(String message) {
    super(message);
  }
}
