package dev.escapement.benchmarks;

import dev.escapement.benchmarks.workloads.Catalog;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What the words of a command ask for. */
sealed interface Request {
  /** To be told what there is. */
  record ListAll() implements Request {}

  /** Workloads, each so many rounds. */
  record Run(List<Workload> workloads, Size size, int rounds) implements Request {}

  /** Benchmarks inside one thread whose names match. */
  record Jmh(String regex, Size size) implements Request {}

  /** Nothing that there is. */
  record Refused(String sentence) implements Request {}

  int FULL_ROUNDS = 10;
  int QUICK_ROUNDS = 1;
  int MOST_ROUNDS = 1_000;
  String QUICK = "--quick";
  String ROUNDS = "--rounds";

  static Request of(String... words) {
    List<String> left = new ArrayList<>(List.of(words));
    Size size = left.remove(QUICK) ? Size.QUICK : Size.FULL;
    if (left.isEmpty()) {
      return new Run(Catalog.ALL, size, rounds(size));
    }
    return switch (left.getFirst()) {
      case "list" -> left.size() == 1 ? new ListAll() : tooMuch(left.get(1));
      case "jmh" ->
          switch (left.size()) {
            case 1 -> new Jmh(".*", size);
            case 2 -> jmh(left.get(1), size);
            default -> tooMuch(left.get(2));
          };
      default -> run(left, size);
    };
  }

  private static Request jmh(String regex, Size size) {
    try {
      var _ = Pattern.compile(regex);
      return new Jmh(regex, size);
    } catch (PatternSyntaxException e) {
      return new Refused("'" + regex + "' is no regular expression: " + e.getDescription() + ".");
    }
  }

  private static Request run(List<String> words, Size size) {
    List<Workload> workloads = new ArrayList<>();
    int rounds = rounds(size);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals(ROUNDS)) {
        Optional<Integer> given = i + 1 < words.size() ? number(words.get(++i)) : Optional.empty();
        if (given.isEmpty()) {
          return new Refused(ROUNDS + " takes a whole number from 1 to " + MOST_ROUNDS + ".");
        }
        rounds = given.get();
        continue;
      }
      Optional<Workload> found = Catalog.find(word);
      if (found.isEmpty()) {
        return unknown(word);
      }
      workloads.add(found.get());
    }
    return new Run(workloads.isEmpty() ? Catalog.ALL : List.copyOf(workloads), size, rounds);
  }

  private static int rounds(Size size) {
    return size == Size.FULL ? FULL_ROUNDS : QUICK_ROUNDS;
  }

  private static Optional<Integer> number(String word) {
    try {
      return Optional.of(Integer.parseInt(word)).filter(n -> n >= 1 && n <= MOST_ROUNDS);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Refused unknown(String word) {
    String names = Catalog.ALL.stream().map(Workload::id).collect(Collectors.joining(", "));
    return new Refused(
        "There is no workload '"
            + word
            + "'; there are "
            + names
            + ", and the words list, jmh, "
            + QUICK
            + " and "
            + ROUNDS
            + ".");
  }

  private static Refused tooMuch(String word) {
    return new Refused("'" + word + "' is one word too many.");
  }
}
