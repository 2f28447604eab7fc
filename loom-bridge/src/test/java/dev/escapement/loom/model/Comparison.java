package dev.escapement.loom.model;

import java.util.Random;

/** Random programs, by the library and by the model. */
final class Comparison {
  private final Broken broken;

  /** With a model that leaves out a rule. */
  Comparison(Broken broken) {
    this.broken = broken;
  }

  static Program program(long seed, int scripts, int steps) {
    return new Generator(new Random(seed), scripts, steps).program();
  }

  /** Returns what both gave; fails with the smallest program that shows a difference. */
  static Outcome of(long seed, int scripts, int steps) {
    Program program = program(seed, scripts, steps);
    var comparison = new Comparison(Broken.NOTHING);
    String difference = comparison.difference(program, seed);
    if (!difference.isEmpty()) {
      Program smallest = comparison.shrink(program, seed);
      throw new AssertionError(
          "seed "
              + seed
              + ": "
              + difference
              + "\nThe smallest program on which the library and the model differ:\n"
              + smallest.toJava()
              + "\n"
              + comparison.difference(smallest, seed));
    }
    return Model.run(program);
  }

  Program shrink(Program failing, long seed) {
    return Shrinker.shrink(failing, program -> !difference(program, seed).isEmpty());
  }

  /**
   * By seed 0, where all have their turns in order, and by another one; empty if there is none. No
   * two scripts act at the same time, so their steps are the same by every seed.
   */
  String difference(Program program, long seed) {
    Outcome expected;
    try {
      expected = Model.run(program, broken);
    } catch (NullPointerException nonsense) { // left over from shrinking: a timer of nobody
      return "";
    }
    try {
      String inOrder = Real.run(program, 0).differenceTo(expected);
      return inOrder.isEmpty()
          ? Real.run(program, seed).inAnyOrder().differenceTo(expected.inAnyOrder())
          : inOrder;
    } catch (RuntimeException | Error thrown) {
      return "the library throws " + thrown;
    }
  }
}
