package dev.escapement.samples;

import java.util.ArrayList;
import java.util.List;

/**
 * The words after a program's name. A program asks for what it knows, flags first, and says {@link
 * #end} then; what is left over is an error that names all it would have taken.
 */
final class Arguments {
  private final String program;
  private final List<String> left;
  private final List<String> allowed = new ArrayList<>();

  Arguments(String program, String... words) {
    this.program = program;
    this.left = new ArrayList<>(List.of(words));
  }

  /** Whether a word such as {@code --check} was given. */
  boolean flag(String word) {
    allowed.add(word);
    return left.remove(word);
  }

  /** The next word as a number from 1 to a maximum, or the default if there is no word. */
  int number(String what, int byDefault, int max) throws ProgramException {
    allowed.addFirst("the number of " + what + ", 1 to " + max);
    if (left.isEmpty()) {
      return byDefault;
    }
    String word = left.removeFirst();
    try {
      int number = Integer.parseInt(word);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the sentence below says it
    }
    throw bad(
        "'"
            + word
            + "' is not allowed as the number of "
            + what
            + "; allowed is a whole"
            + " number from 1 to "
            + max);
  }

  /** Refuses what nobody asked for. */
  void end() throws ProgramException {
    if (!left.isEmpty()) {
      throw bad(
          "'"
              + left.getFirst()
              + "' is one argument too many; allowed "
              + (allowed.isEmpty() ? "is none" : "is at most: " + String.join("; ", allowed)));
    }
  }

  private ProgramException bad(String sentence) {
    return ProgramException.badArgument(program + ": " + sentence);
  }
}
