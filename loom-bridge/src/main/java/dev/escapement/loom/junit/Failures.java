package dev.escapement.loom.junit;

import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Lets a failure tell the seed that it came with. */
final class Failures {
  private Failures() {}

  /** How to see the failure again; it comes from nowhere. */
  static final class Seed extends Exception {
    private static final long serialVersionUID = 1;

    Seed(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * The same failure, or one of the same type: a message cannot be changed, and no other type can
   * be trusted to be made anew.
   */
  static Throwable withSeed(long seed, Throwable thrown) {
    String property = "-D" + Seeds.PROPERTY + "=" + seed;
    String message = thrown.getMessage();
    if (thrown instanceof TestAbortedException
        || (message != null && message.contains(property + " "))) {
      return thrown;
    }
    Throwable told = told("seed " + seed + ": " + (message == null ? "failed" : message), thrown);
    told.addSuppressed(new Seed("seed " + seed + "; to run it alone: " + property));
    return told;
  }

  private static Throwable told(String message, Throwable thrown) {
    Throwable told;
    if (thrown.getClass() == AssertionError.class) {
      told = new AssertionError(message, thrown);
    } else if (thrown.getClass() == AssertionFailedError.class) {
      AssertionFailedError failed = (AssertionFailedError) thrown;
      told =
          failed.isExpectedDefined() && failed.isActualDefined()
              ? new AssertionFailedError(message, failed.getExpected(), failed.getActual(), failed)
              : new AssertionFailedError(message, failed);
    } else {
      return thrown;
    }
    told.setStackTrace(thrown.getStackTrace());
    return told;
  }
}
