package dev.escapement.benchmarks.workloads;

/** What the loop in C measures, under the names that the peers use. */
public final class CFloorFigures {
  static final String ONE_AFTER_ANOTHER = "one";

  private CFloorFigures() {}

  /** Figures of so many lags, and of the processor time of a short sleep, all in nanoseconds. */
  public static Figures of(long[] lags, long cpuNanos) {
    var figures = new Figures();
    new Lags(lags).report(ONE_AFTER_ANOTHER, figures);
    figures.put("wake-up CPU us", cpuNanos / 1e3);
    return figures;
  }

  /** How often the loop sleeps. */
  public static int times(Size size) {
    return size.of(2_000, 200);
  }
}
