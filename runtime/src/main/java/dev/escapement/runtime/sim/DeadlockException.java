package dev.escapement.runtime.sim;

/** Nothing is ready, no timer is pending, and what is waited for has not ended. */
public final class DeadlockException extends SimulationException {
  private static final long serialVersionUID = 1;

  DeadlockException(String message) {
    super(message);
  }
}
