package dev.escapement.benchmarks.report;

import dev.escapement.benchmarks.verdicts.Rounds;
import dev.escapement.benchmarks.verdicts.Verdict;
import dev.escapement.benchmarks.workloads.Contender;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one workload came to. */
public final class Results {
  private final Workload workload;
  private final Size size;
  private final Rounds rounds = new Rounds();
  private final Map<String, Map<String, double[]>> curves = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private final Map<String, String> absent = new LinkedHashMap<>();

  /** Of a workload that is about to run. */
  public Results(Workload workload, Size size) {
    this.workload = workload;
    this.size = size;
  }

  /** Notes a contender's next round; of the curves the last round's stay. */
  public void add(String contender, Map<String, Double> figures, Map<String, double[]> drawn) {
    rounds.add(contender, figures);
    if (!drawn.isEmpty()) {
      curves.put(contender, drawn);
    }
  }

  /** Notes that a contender failed. */
  public void failed(String contender, String reason) {
    failures.put(contender, reason);
  }

  /** Notes that a contender cannot take part on this machine. */
  public void absent(String contender, String reason) {
    absent.put(contender, reason);
  }

  /** Contenders that failed at least once, and why. */
  public Map<String, String> failures() {
    return failures;
  }

  Map<String, String> missing() {
    return absent;
  }

  /** What was measured. */
  public Workload workload() {
    return workload;
  }

  Size size() {
    return size;
  }

  Rounds rounds() {
    return rounds;
  }

  Map<String, Map<String, double[]>> curves() {
    return curves;
  }

  /** Contenders in the order of the workload, those without a round left out. */
  List<String> contenders() {
    return workload.contenders().stream()
        .map(Contender::id)
        .filter(rounds.contenders()::contains)
        .toList();
  }

  /** The bars, as far as they can be decided; the quick form decides none. */
  public List<Verdict.Judged> verdicts() {
    return workload.bars().stream()
        .map(bar -> Verdict.judge(bar, rounds))
        .map(judged -> size == Size.FULL ? judged : judged.undecided())
        .toList();
  }
}
