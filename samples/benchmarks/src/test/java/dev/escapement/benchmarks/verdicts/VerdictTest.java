package dev.escapement.benchmarks.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Bar HALF = Bar.atMost(0.5, "ours", "ms", List.of("slow", "fast"));

  private static Rounds rounds(double[] ours, double slow, double fast) {
    var rounds = new Rounds();
    for (double value : ours) {
      rounds.add("ours", Map.of("ms", value));
      rounds.add("slow", Map.of("ms", slow));
      rounds.add("fast", Map.of("ms", fast));
    }
    return rounds;
  }

  private static double[] from(double first, double step) {
    return IntStream.range(0, 10).mapToDouble(i -> first + i * step).toArray();
  }

  @Test
  void ratio_whollyBelow_isClearedAgainstTheBestRival() {
    Verdict.Judged judged = Verdict.judge(HALF, rounds(from(10, 1), 100, 50));
    assertEquals(Verdict.CLEARED, judged.verdict());
    assertEquals("fast", judged.against());
    assertEquals(14.5 / 50, judged.estimate().median(), 1e-9);
  }

  @Test
  void ratio_whollyAbove_isMissed() {
    assertEquals(Verdict.MISSED, Verdict.judge(HALF, rounds(from(30, 1), 100, 50)).verdict());
  }

  @Test
  void ratio_onBothSides_isUndecided() {
    assertEquals(Verdict.UNDECIDED, Verdict.judge(HALF, rounds(from(20, 1), 100, 50)).verdict());
  }

  @Test
  void ratio_ofTooFewPairs_isUndecided() {
    double[] few = new double[9];
    Arrays.fill(few, 1);
    assertEquals(Verdict.UNDECIDED, Verdict.judge(HALF, rounds(few, 100, 50)).verdict());
  }

  @Test
  void ratio_atLeast_looksForTheGreatest() {
    Bar bar = Bar.atLeast(1.4, "ours", "ms", List.of("slow", "fast"));
    Verdict.Judged judged = Verdict.judge(bar, rounds(from(200, 1), 100, 50));
    assertEquals("slow", judged.against());
    assertEquals(Verdict.CLEARED, judged.verdict());
  }

  @Test
  void ratio_ofTwoFigures_comparesThem() {
    var rounds = new Rounds();
    for (int i = 0; i < 10; i++) {
      rounds.add("ours", Map.of("few", 10.0, "many", 50.0));
    }
    Bar bar = new Bar.Ratio("ours", "many", Sense.AT_MOST, 4, List.of("ours"), "few");
    Verdict.Judged judged = Verdict.judge(bar, rounds);
    assertEquals(5, judged.estimate().median());
    assertEquals(Verdict.MISSED, judged.verdict());
  }

  @Test
  void ratio_roundThatFailed_isLeftOutOnBothSides() {
    var rounds = rounds(from(10, 0), 100, 50);
    rounds.add("ours", Map.of());
    rounds.add("fast", Map.of("ms", 50.0));
    rounds.add("ours", Map.of("ms", 10.0));
    rounds.add("fast", Map.of());
    assertEquals(10, rounds.ratio("ours", "ms", "fast", "ms").count());
  }

  @Test
  void number_withoutSpread_isJudgedByItself() {
    Bar bar = Bar.atMost(0, "ours", "ms");
    assertEquals(Verdict.CLEARED, Verdict.judge(bar, rounds(new double[10], 1, 1)).verdict());
    assertEquals(Verdict.MISSED, Verdict.judge(bar, rounds(from(1, 0), 1, 1)).verdict());
  }

  @Test
  void figure_thatNobodyMeasured_isUndecided() {
    Verdict.Judged judged = Verdict.judge(HALF, new Rounds());
    assertEquals(Verdict.UNDECIDED, judged.verdict());
    assertTrue(judged.against().isEmpty());
  }
}
