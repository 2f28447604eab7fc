package dev.escapement.runtime;

/** What goes through the {@link Inbox}: the cell or timer itself. */
sealed interface Message permits TaskCell, Timer {
  /** On the carrier: does what the message is about. */
  static void deliver(Message message, Carrier carrier) {
    switch (message) {
      case TaskCell<?> cell -> cell.arrive(carrier);
      case Timer timer -> timer.arrive();
    }
  }

  /**
   * On any thread, after the runtime has terminated: ends what would otherwise never end.
   * Idempotent.
   */
  static void abandon(Message message) {
    switch (message) {
      case TaskCell<?> cell -> cell.abandon();
      case Timer timer -> timer.abandon();
    }
  }
}
