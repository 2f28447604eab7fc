package dev.escapement.samples;

/** Ends a program with a sentence and an exit code. */
final class ProgramException extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private ProgramException(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** The user asked for something that is not allowed. */
  static ProgramException badArgument(String sentence) {
    return new ProgramException(2, sentence);
  }

  /** The program did not do what it should. */
  static ProgramException failed(String sentence) {
    return new ProgramException(1, sentence);
  }

  int exitCode() {
    return exitCode;
  }
}
