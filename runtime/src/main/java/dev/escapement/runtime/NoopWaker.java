package dev.escapement.runtime;

enum NoopWaker implements Waker {
  INSTANCE;

  @Override
  public void wake() {}
}
