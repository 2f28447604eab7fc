package dev.escapement.benchmarks.verdicts;

import java.util.Comparator;
import java.util.Optional;

/** What became of a bar. */
public enum Verdict {
  /** The whole interval is on the right side. */
  CLEARED,
  /** The whole interval is on the wrong side. */
  MISSED,
  /** The limit lies inside, or there were too few rounds. */
  UNDECIDED;

  /** With fewer nothing is decided. */
  static final int LEAST_ROUNDS = 10;

  /**
   * A bar with what decided it.
   *
   * @param bar the bar
   * @param against the rival that it was held against; empty for a plain number
   * @param estimate of the ratio, or of the number
   * @param verdict what follows
   */
  public record Judged(Bar bar, String against, Estimate estimate, Verdict verdict) {
    /** The same without a verdict: what was measured is not what the bar is about. */
    public Judged undecided() {
      return new Judged(bar, against, estimate, UNDECIDED);
    }
  }

  /** Judges by the rounds of one workload. The best rival is the one with the best median. */
  public static Judged judge(Bar bar, Rounds rounds) {
    return switch (bar) {
      case Bar.Absolute plain -> judged(bar, "", rounds.estimate(plain.ours(), plain.figure()));
      case Bar.Ratio ratio ->
          best(ratio, rounds)
              .map(
                  rival ->
                      judged(
                          bar,
                          rival,
                          rounds.ratio(ratio.ours(), ratio.figure(), rival, ratio.rivalFigure())))
              .orElseGet(() -> judged(bar, "", Estimate.of()));
    };
  }

  private static Optional<String> best(Bar.Ratio bar, Rounds rounds) {
    Comparator<String> byMedian =
        Comparator.comparingDouble(rival -> rounds.estimate(rival, bar.rivalFigure()).median());
    return bar.rivals().stream()
        .filter(rival -> rounds.estimate(rival, bar.rivalFigure()).count() > 0)
        .min(bar.sense() == Sense.AT_MOST ? byMedian : byMedian.reversed());
  }

  private static Judged judged(Bar bar, String against, Estimate estimate) {
    return new Judged(bar, against, estimate, verdict(bar, estimate));
  }

  private static Verdict verdict(Bar bar, Estimate estimate) {
    if (estimate.count() < LEAST_ROUNDS) {
      return UNDECIDED;
    }
    boolean low = bar.sense().holds(estimate.low(), bar.limit());
    boolean high = bar.sense().holds(estimate.high(), bar.limit());
    return low && high ? CLEARED : low || high ? UNDECIDED : MISSED;
  }
}
