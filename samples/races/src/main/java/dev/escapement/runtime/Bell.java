package dev.escapement.runtime;

/** A waker that notes that it was called. */
final class Bell implements Waker {
  private volatile boolean rung;

  @Override
  public void wake() {
    rung = true;
  }

  boolean hasRung() {
    return rung;
  }
}
