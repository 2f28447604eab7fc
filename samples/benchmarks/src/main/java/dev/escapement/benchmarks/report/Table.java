package dev.escapement.benchmarks.report;

import dev.escapement.benchmarks.verdicts.Verdict;
import dev.escapement.benchmarks.workloads.Size;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Medians of a workload, and the verdicts on it. */
public final class Table {
  private static final int FIGURES_PER_TABLE = 7;
  private static final Pattern NUMBER = Pattern.compile("-|-?[0-9][0-9,.]*");

  private Table() {}

  /** Prints one workload. */
  public static void print(Results results, PrintStream out) {
    out.println();
    String form = results.size() == Size.QUICK ? " (quick form: fewer and shorter)" : "";
    out.println(
        results.workload().id().toUpperCase(Locale.ROOT)
            + ": "
            + results.workload().title()
            + form);
    List<String> figures = List.copyOf(results.rounds().figures());
    for (int from = 0; from < figures.size(); from += FIGURES_PER_TABLE) {
      int to = Math.min(figures.size(), from + FIGURES_PER_TABLE);
      print(rows(medians(results, figures.subList(from, to))), out);
    }
    results.missing().forEach((who, why) -> out.println("  " + who + ": " + why));
    results
        .failures()
        .forEach(
            (who, why) ->
                out.println("  " + who + " FAILED: " + why.lines().findFirst().orElse("")));
    if (!results.workload().bars().isEmpty()) {
      print(rows(verdicts(results)), out);
    }
    out.flush();
  }

  private static List<List<String>> medians(Results results, List<String> figures) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("median of " + rounds(results)));
    head.addAll(figures);
    rows.add(head);
    for (String contender : results.contenders()) {
      List<String> row = new ArrayList<>(List.of(contender));
      for (String figure : figures) {
        row.add(Numbers.text(results.rounds().estimate(contender, figure).median()));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String rounds(Results results) {
    int most =
        results.contenders().stream()
            .mapToInt(id -> results.rounds().of(id).size())
            .max()
            .orElse(0);
    return most + (most == 1 ? " round" : " rounds");
  }

  private static List<List<String>> verdicts(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("bar", "of", "against", "found", "verdict"));
    for (Verdict.Judged judged : results.verdicts()) {
      rows.add(
          List.of(
              judged.bar().figure() + " " + judged.bar().text(),
              judged.bar().ours(),
              judged.against(),
              Numbers.text(judged.estimate()),
              judged.verdict().name().toLowerCase(Locale.ROOT)));
    }
    return rows;
  }

  /** Columns as wide as their widest cell; those of numbers stand to the right. */
  static List<String> rows(List<List<String>> cells) {
    int columns = cells.getFirst().size();
    List<StringBuilder> lines = cells.stream().map(row -> new StringBuilder()).toList();
    for (int i = 0; i < columns; i++) {
      int column = i;
      int width = cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      boolean numbers =
          cells.stream().skip(1).allMatch(row -> NUMBER.matcher(row.get(column)).matches());
      for (int row = 0; row < cells.size(); row++) {
        String cell = cells.get(row).get(i);
        String padding = " ".repeat(width - cell.length());
        lines.get(row).append("  ").append(numbers ? padding + cell : cell + padding);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private static void print(List<String> lines, PrintStream out) {
    lines.forEach(out::println);
    out.println();
  }
}
