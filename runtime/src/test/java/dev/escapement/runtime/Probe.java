package dev.escapement.runtime;

/** A task that a test leads by hand, and that counts how often it was polled and cancelled. */
final class Probe<T> implements Task<T> {
  int polls;
  int cancels;
  Waker waker;

  private boolean ended;
  private T value;
  private Throwable cause;

  /** Ready at its next poll. Does not wake. */
  Probe<T> ready(T result) {
    ended = true;
    value = result;
    return this;
  }

  /** Fails at its next poll. Does not wake. */
  Probe<T> failing(Throwable failure) {
    ended = true;
    cause = failure;
    return this;
  }

  void finish(T result) {
    ready(result);
    waker.wake();
  }

  void fail(Throwable failure) {
    failing(failure);
    waker.wake();
  }

  @Override
  public Poll<T> poll(Context context) {
    polls++;
    waker = context.waker();
    if (cause != null) {
      throw Sneaky.raise(cause);
    }
    return ended ? Poll.ready(value) : Poll.pending();
  }

  @Override
  public void cancel() {
    cancels++;
  }
}
