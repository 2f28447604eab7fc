package dev.escapement.benchmarks;

import dev.escapement.benchmarks.report.Listing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Runs benchmarks in processes of their own and compares them. */
public final class Main {
  private Main() {}

  /**
   * Exits with 0; with 1 if a peer failed or lost a timer, with 2 if called wrongly, with 3 if a
   * bar was missed.
   *
   * @param args names of workloads, or {@code list}, or {@code jmh}
   * @throws Exception what a benchmark throws
   */
  public static void main(String[] args) throws Exception {
    Path out = Path.of(System.getProperty("benchmarks.out", "target"));
    System.exit(run(Request.of(args), out, System.out, System.err));
  }

  static int run(Request request, Path directory, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    return switch (request) {
      case Request.ListAll all -> {
        Listing.print(out);
        yield 0;
      }
      case Request.Refused(String sentence) -> {
        err.println(sentence);
        yield 2;
      }
      case Request.Jmh jmh -> InsideOneThread.run(jmh, directory, out);
      case Request.Run run ->
          new Contest(run, directory, out, Measurer.byProcesses(directory)).run();
    };
  }
}
