package dev.escapement.benchmarks;

import dev.escapement.benchmarks.report.Plots;
import dev.escapement.benchmarks.report.ResultFile;
import dev.escapement.benchmarks.report.Results;
import dev.escapement.benchmarks.report.Table;
import dev.escapement.benchmarks.verdicts.Verdict;
import dev.escapement.benchmarks.workloads.Contender;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lets everybody take turns: in each round every contender of a workload runs once, in a process of
 * its own, and each round begins with another one.
 */
final class Contest {
  private final Request.Run request;
  private final Path directory;
  private final PrintStream out;
  private final Progress progress;
  private final Measurer measurer;

  Contest(Request.Run request, Path directory, PrintStream out, Measurer measurer) {
    this.request = request;
    this.directory = directory;
    this.out = out;
    this.measurer = measurer;
    int turns = request.workloads().stream().mapToInt(w -> w.contenders().size()).sum();
    this.progress = new Progress(out, turns * request.rounds());
  }

  /** 0 if nobody failed and no bar was missed, 1 if anybody failed, else 3. */
  int run() throws IOException, InterruptedException {
    List<Results> all = new ArrayList<>();
    var file =
        new ResultFile(
            directory, request.size(), request.rounds(), ChildProcess.flags(request.size()));
    for (Workload workload : request.workloads()) {
      Results results = contest(workload);
      all.add(results);
      Table.print(results, out);
      file.write(all);
      Plots.draw(results, directory);
    }
    out.println();
    out.println("All of it, with every round and every ratio: " + file.name());
    Set<Verdict> verdicts = sumUp(all);
    if (all.stream().anyMatch(results -> !results.failures().isEmpty())) {
      return 1;
    }
    return verdicts.contains(Verdict.MISSED) ? 3 : 0;
  }

  /** Prints how many bars came to what, and each that was not cleared. */
  private Set<Verdict> sumUp(List<Results> all) {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    for (Results results : all) {
      for (Verdict.Judged judged : results.verdicts()) {
        counts.merge(judged.verdict(), 1L, Long::sum);
        if (judged.verdict() != Verdict.CLEARED && request.size() == Size.FULL) {
          out.printf(
              "%s: %s, %s, %s %s%n",
              name(judged.verdict()),
              results.workload().id(),
              judged.bar().ours(),
              judged.bar().figure(),
              judged.bar().text());
        }
      }
    }
    counts.forEach((verdict, count) -> out.println("Bars " + name(verdict) + ": " + count));
    return counts.keySet();
  }

  private static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private Results contest(Workload workload) throws IOException, InterruptedException {
    var results = new Results(workload, request.size());
    List<Contender> order = new ArrayList<>(workload.contenders());
    for (int round = 1; round <= request.rounds(); round++) {
      for (Contender contender : order) {
        progress.begin(workload.id() + " round " + round + " " + contender.id());
        Outcome outcome = measurer.measure(workload, contender, request.size());
        note(contender, outcome, results);
        progress.end(outcome instanceof Outcome.Failed(String reason) ? reason : "");
      }
      Collections.rotate(order, -1);
    }
    return results;
  }

  private static void note(Contender contender, Outcome outcome, Results results) {
    switch (outcome) {
      case Outcome.Measured(var figures, var curves) ->
          results.add(contender.id(), figures, curves);
      case Outcome.Failed(String reason) -> {
        results.add(contender.id(), Map.of(), Map.of());
        results.failed(contender.id(), reason);
      }
      case Outcome.Absent(String reason) -> results.absent(contender.id(), reason);
    }
  }
}
