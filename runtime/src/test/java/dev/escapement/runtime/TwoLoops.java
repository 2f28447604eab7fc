package dev.escapement.runtime;

import java.time.Duration;
import java.util.function.Supplier;

/** Two runtimes turned by one thread, which sits in the carrier's seat of one at a time. */
final class TwoLoops implements AutoCloseable {
  final HandLoop a = unseated();
  final HandLoop b = unseated();

  private static HandLoop unseated() {
    HandLoop loop = new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
    loop.carrier.seat(null);
    return loop;
  }

  <T> T onA(Supplier<T> body) {
    return on(a, body);
  }

  <T> T onB(Supplier<T> body) {
    return on(b, body);
  }

  private static <T> T on(HandLoop loop, Supplier<T> body) {
    loop.carrier.seat(Thread.currentThread());
    try {
      return body.get();
    } finally {
      loop.carrier.seat(null);
    }
  }

  /** Turns both until there is nothing to do at this time. */
  TwoLoops run() {
    do {
      onA(a::run);
      onB(b::run);
    } while (!a.carrier.inbox.isEmpty());
    return this;
  }

  TwoLoops advanceA(Duration by) {
    onA(() -> a.advance(by));
    return run();
  }

  void closeA() {
    close(a);
  }

  private static void close(HandLoop loop) {
    on(
        loop,
        () -> {
          loop.close();
          return loop;
        });
  }

  @Override
  public void close() {
    close(a);
    close(b);
  }
}
