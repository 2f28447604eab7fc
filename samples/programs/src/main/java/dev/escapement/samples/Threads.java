package dev.escapement.samples;

/** What closing needs of threads. */
final class Threads {
  private Threads() {}

  /** Waits for a thread's end, whatever happens; an interrupt of the caller stays set. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
