package dev.escapement.runtime.sim;

/*
 * Ownership    see VirtualTime: the set of open holds is concurrent, and closing one wakes the carrier after it was taken out.
 */
/**
 * Keeps the clock of a simulation from moving by itself while real work is outstanding, such as I/O
 * in an integration test. May be closed by any thread.
 */
public final class Hold implements AutoCloseable {
  private final VirtualTime time;
  private final String reason;

  Hold(VirtualTime time, String reason) {
    this.time = time;
    this.reason = reason;
  }

  /** Lets the clock move again. What the real work has handed over by now is taken first. */
  @Override
  public void close() {
    time.release(this);
  }

  /** The reason that was given. */
  @Override
  public String toString() {
    return reason;
  }
}
