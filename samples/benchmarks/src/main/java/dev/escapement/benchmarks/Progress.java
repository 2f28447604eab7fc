package dev.escapement.benchmarks;

import java.io.PrintStream;

/** One line for every process, with a guess at what is left. */
final class Progress {
  private final PrintStream out;
  private final int total;
  private final long start = System.nanoTime();
  private long begun;
  private int done;

  Progress(PrintStream out, int total) {
    this.out = out;
    this.total = total;
  }

  void begin(String what) {
    begun = System.nanoTime();
    out.printf("[%d/%d] %-36s", done + 1, total, what);
    out.flush();
  }

  void end(String trouble) {
    done++;
    long now = System.nanoTime();
    double left = (now - start) / 1e9 / done * (total - done);
    out.printf(" %5.1f s, about %.0f s left", (now - begun) / 1e9, left);
    out.println(trouble.isEmpty() ? "" : "  FAILED: " + trouble.lines().findFirst().orElse(""));
  }
}
