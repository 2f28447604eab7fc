package dev.escapement.samples;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Where jobs print their numbers: collected, and written out in large pieces, since a write that
 * blocks holds the carrier up. Remembers which threads printed. For one thread at a time.
 */
final class Lines implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final PrintStream out;
  private final StringBuilder piece = new StringBuilder(PIECE);
  private final Set<Thread> threads = new HashSet<>();

  Lines(PrintStream out) {
    this.out = out;
  }

  /** Printed for nobody. */
  static Lines unseen() {
    return new Lines(new PrintStream(OutputStream.nullOutputStream()));
  }

  void print(int number) {
    threads.add(Thread.currentThread());
    write(number);
  }

  /** The same without a note of who printed. */
  void write(int number) {
    piece.append(number).append('\n');
    if (piece.length() > PIECE - 16) {
      flush();
    }
  }

  void flush() {
    out.append(piece);
    out.flush();
    piece.setLength(0);
  }

  /** How many threads have printed. */
  int threads() {
    return threads.size();
  }

  @Override
  public void close() {
    flush();
  }
}
