package dev.escapement.loom;

/** Ends a wait because a limit without an interrupt is over: no flag was set, and none is owed. */
final class LimitOver extends InterruptedException {
  private static final long serialVersionUID = 1;

  LimitOver(String message) {
    super(message);
  }
}
