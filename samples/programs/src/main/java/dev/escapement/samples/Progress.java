package dev.escapement.samples;

import java.io.Console;

/** One line on the terminal that is overwritten; nothing where there is no terminal. */
final class Progress {
  private static final int FROM = 100_000;

  private final boolean shown;

  /** Shows something only if it is worth the while. */
  @SuppressWarnings("SystemConsoleNull") // it does return null if the launcher was told so
  Progress(int total) {
    Console console = System.console();
    shown = total >= FROM && console != null && console.isTerminal();
  }

  void show(String what) {
    if (shown) {
      System.err.print("\r\033[K" + what);
      System.err.flush();
    }
  }

  void clear() {
    show("");
  }
}
