package dev.escapement.loom.model;

import dev.escapement.loom.model.Program.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing program small: leaves out whatever it fails without. */
final class Shrinker {
  private Shrinker() {}

  static Program shrink(Program failing, Predicate<Program> fails) {
    Program smallest = failing;
    for (int part = Math.max(1, longest(failing) / 2); part > 0; ) {
      Program smaller = withoutParts(smallest, part, fails);
      part = smaller.size() < smallest.size() ? part : part / 2;
      smallest = smaller;
    }
    return smallest;
  }

  private static int longest(Program program) {
    return program.scripts().stream().mapToInt(script -> script.steps().size()).max().orElse(0);
  }

  /** Goes once through all parts of a length. */
  private static Program withoutParts(Program program, int length, Predicate<Program> fails) {
    Program smallest = program;
    for (int script = 0; script < program.scripts().size(); script++) {
      for (int from = 0; from < smallest.scripts().get(script).steps().size(); ) {
        Program smaller = without(smallest, script, from, length);
        if (fails.test(smaller)) {
          smallest = smaller;
        } else {
          from += length;
        }
      }
    }
    return smallest;
  }

  private static Program without(Program program, int number, int from, int length) {
    Script script = program.scripts().get(number);
    List<Step> steps = new ArrayList<>(script.steps());
    steps.subList(from, Math.min(steps.size(), from + length)).clear();
    return program.with(number, new Script(script.thread(), List.copyOf(steps)));
  }
}
