package dev.escapement.runtime;

/** Told about failures that nobody waits for. */
@FunctionalInterface
public interface UncaughtHandler {
  /**
   * A task has failed and, at its end, had no waiter and no future. Runs on the carrier and must
   * not block; what it throws is logged and counted.
   *
   * @param taskName the task's name
   * @param cause what the task threw
   */
  void uncaught(String taskName, Throwable cause);
}
