package dev.escapement.loom.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Scripts, of which the first is started from outside.
 *
 * @param scripts by number
 */
record Program(List<Script> scripts) {
  /**
   * What one task or thread does.
   *
   * @param thread whether a virtual thread does it
   */
  record Script(boolean thread, List<Step> steps) {}

  int size() {
    return scripts.stream().mapToInt(script -> script.steps().size()).sum();
  }

  Program with(int script, Script other) {
    List<Script> changed = new ArrayList<>(scripts);
    changed.set(script, other);
    return new Program(List.copyOf(changed));
  }

  /** As an expression. */
  String toJava() {
    return scripts.stream()
        .map(Program::toJava)
        .collect(Collectors.joining(",\n    ", "new Program(List.of(\n    ", "))"));
  }

  private static String toJava(Script script) {
    return script.steps().stream()
        .map(Program::toJava)
        .collect(Collectors.joining(", ", "new Script(" + script.thread() + ", List.of(", "))"));
  }

  /** Records of numbers, as they print themselves, but for the names of their components. */
  private static String toJava(Step step) {
    return "new Step."
        + step.toString().replace('[', '(').replace(']', ')').replaceAll("\\w+=(-?\\d+)", "$1");
  }
}
