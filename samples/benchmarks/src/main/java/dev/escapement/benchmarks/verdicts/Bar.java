package dev.escapement.benchmarks.verdicts;

import java.util.List;
import java.util.Locale;

/** What one of our figures has to reach. */
public sealed interface Bar {
  /** Which of ours. */
  String ours();

  /** Which figure of it. */
  String figure();

  /** On which side of the limit. */
  Sense sense();

  /** The limit. */
  double limit();

  /** The bar as a phrase. */
  String text();

  /** As a multiple of the best of some rivals, in the same run. */
  record Ratio(
      String ours,
      String figure,
      Sense sense,
      double limit,
      List<String> rivals,
      String rivalFigure)
      implements Bar {
    @Override
    public String text() {
      String of = rivals.size() == 1 ? rivals.getFirst() : "the best of " + rivals.size();
      String what = rivalFigure.equals(figure) ? "" : " in " + rivalFigure;
      return sense.words() + " " + number(limit) + " x " + of + what;
    }
  }

  /** As a plain number. */
  record Absolute(String ours, String figure, Sense sense, double limit) implements Bar {
    @Override
    public String text() {
      return sense.words() + " " + number(limit);
    }
  }

  /** Less than the best rival by a factor. */
  static Bar atMost(double limit, String ours, String figure, List<String> rivals) {
    return new Ratio(ours, figure, Sense.AT_MOST, limit, rivals, figure);
  }

  /** More than the best rival by a factor. */
  static Bar atLeast(double limit, String ours, String figure, List<String> rivals) {
    return new Ratio(ours, figure, Sense.AT_LEAST, limit, rivals, figure);
  }

  /** No more than a number. */
  static Bar atMost(double limit, String ours, String figure) {
    return new Absolute(ours, figure, Sense.AT_MOST, limit);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
