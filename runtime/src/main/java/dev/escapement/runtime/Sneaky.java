package dev.escapement.runtime;

/** Throws any throwable as it is, out of a method that declares only {@link Exception}. */
final class Sneaky {
  private Sneaky() {}

  /**
   * Never returns; declared so that {@code throw Sneaky.raise(t)} ends the method for the compiler
   * as well.
   */
  static RuntimeException raise(Throwable cause) {
    throw Sneaky.<RuntimeException>unchecked(cause);
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the very purpose: the type parameter is erased
  private static <X extends Throwable> X unchecked(Throwable cause) throws X {
    throw (X) cause;
  }
}
