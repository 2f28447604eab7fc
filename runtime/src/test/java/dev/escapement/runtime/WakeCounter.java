package dev.escapement.runtime;

/** A waker that counts, for polling by hand. */
final class WakeCounter implements Waker {
  int wakes;

  @Override
  public void wake() {
    wakes++;
  }

  Context context() {
    return Context.of(this);
  }
}
