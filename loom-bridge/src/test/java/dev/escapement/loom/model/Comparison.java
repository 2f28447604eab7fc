package dev.escapement.loom.model;

import java.util.Random;

/** Random programs, by the library and by the model. */
final class Comparison {
  private Comparison() {}

  /** Steps that were compared; fails with the smallest program that shows a difference. */
  static long of(long seed, int scripts, int steps) {
    Program program = new Generator(new Random(seed), scripts, steps).program();
    Outcome expected = Model.run(program);
    String difference = Real.run(program, 0).differenceTo(expected);
    if (!difference.isEmpty()) {
      Program smallest = Shrinker.shrink(program, Comparison::differs);
      throw new AssertionError(
          "seed "
              + seed
              + ": "
              + difference
              + "\nThe smallest program on which the library and the model differ:\n"
              + smallest.toJava()
              + "\n"
              + Real.run(smallest, 0).differenceTo(Model.run(smallest)));
    }
    return (long) expected.log().size() + expected.callbacks().size();
  }

  /** What is left out may make a program nonsense, such as one that awaits a timer of nobody. */
  private static boolean differs(Program program) {
    Outcome expected;
    try {
      expected = Model.run(program);
    } catch (RuntimeException nonsense) {
      return false;
    }
    return !Real.run(program, 0).differenceTo(expected).isEmpty();
  }
}
