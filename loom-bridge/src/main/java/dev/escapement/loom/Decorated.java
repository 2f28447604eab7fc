package dev.escapement.loom;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   ran, value, thrown    the caller of call    the same    plain; calls come one after another, ordered by the starts of
 *                                                           their threads
 * Failure    what the decorator throws is thrown like what the body throws, and a decorator that does not run the body is an error:
 *            whoever calls is told in any case.
 * Evidence   DecoratorTest
 */
/**
 * A body inside what a decorator has put around it. It has ended when the decorator's part has
 * ended as well.
 */
final class Decorated<T extends @Nullable Object> {
  private final Callable<? extends T> body;
  private final Runnable decorated;
  private boolean ran;
  private @Nullable T value;
  private @Nullable Throwable thrown;

  /** Decorates here and now, on the thread that hands the body over. */
  Decorated(UnaryOperator<Runnable> decorator, Callable<? extends T> body) {
    this.body = body;
    this.decorated = requireNonNull(decorator.apply(this::run), "the decorator returned null");
  }

  private void run() {
    ran = true;
    try {
      value = body.call();
    } catch (Throwable t) {
      thrown = t;
    }
  }

  @SuppressWarnings("NullAway") // the value is a T once the body has returned it
  T call() throws Throwable {
    ran = false;
    value = null;
    thrown = null;
    decorated.run();
    if (!ran) {
      throw new IllegalStateException("the decorator did not run the work that it was given");
    }
    T found = value;
    value = null;
    if (thrown != null) {
      throw thrown;
    }
    return found;
  }
}
