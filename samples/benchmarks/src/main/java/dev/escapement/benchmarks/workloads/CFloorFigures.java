package dev.escapement.benchmarks.workloads;

/** What the loop in C measures, under the names that the peers use. */
public final class CFloorFigures {
  static final String ONE_AFTER_ANOTHER = "one";

  private CFloorFigures() {}

  /** Figures of so many lags, in nanoseconds. */
  public static Figures of(long[] lags) {
    var figures = new Figures();
    new Lags(lags).report(ONE_AFTER_ANOTHER, figures);
    return figures;
  }

  /** How often the loop sleeps. */
  public static int times(Size size) {
    return size.of(2_000, 200);
  }
}
