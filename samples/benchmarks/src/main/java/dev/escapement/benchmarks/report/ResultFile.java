package dev.escapement.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.escapement.benchmarks.peers.PeerKind;
import dev.escapement.benchmarks.verdicts.Estimate;
import dev.escapement.benchmarks.verdicts.Rounds;
import dev.escapement.benchmarks.verdicts.Verdict;
import dev.escapement.benchmarks.workloads.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All results as JSON; written anew after each workload, so that what is there is never lost. */
public final class ResultFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private record Machine(String java, String system, int processors, List<String> flags) {}

  private record Document(Machine machine, String size, int rounds, List<Entry> workloads) {}

  private record Entry(
      String id,
      String title,
      Map<String, List<Map<String, Double>>> rounds,
      List<Ratio> ratios,
      List<Judged> bars,
      Map<String, String> failures,
      Map<String, String> absent) {}

  private record Ratio(String ours, String rival, String figure, Summary ratio) {}

  private record Judged(
      String ours, String figure, String bar, String against, Summary found, String verdict) {}

  private record Summary(double median, double low, double high, int pairs, boolean isInterval) {
    static Summary of(Estimate e) {
      return new Summary(e.median(), e.low(), e.high(), e.count(), e.isInterval());
    }
  }

  private final Path file;
  private final Size size;
  private final int rounds;
  private final Machine machine;

  /** A file in a directory that need not exist. */
  public ResultFile(Path directory, Size size, int rounds, List<String> flags) throws IOException {
    Files.createDirectories(directory);
    this.file = directory.resolve("results-" + size.id() + ".json");
    this.size = size;
    this.rounds = rounds;
    this.machine =
        new Machine(
            Runtime.version().toString(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            Runtime.getRuntime().availableProcessors(),
            flags);
  }

  /** Its name, without the directory. */
  public String name() {
    return String.valueOf(file.getFileName());
  }

  /** Writes what is there so far. */
  public void write(List<Results> results) throws IOException {
    var entries = results.stream().map(ResultFile::entry).toList();
    JSON.writeValue(file.toFile(), new Document(machine, size.id(), rounds, entries));
  }

  private static Entry entry(Results results) {
    SortedMap<String, List<Map<String, Double>>> rounds = new TreeMap<>();
    results.contenders().forEach(id -> rounds.put(id, results.rounds().of(id)));
    return new Entry(
        results.workload().id(),
        results.workload().title(),
        rounds,
        ratios(results),
        results.verdicts().stream().map(ResultFile::judged).toList(),
        results.failures(),
        results.missing());
  }

  private static List<Ratio> ratios(Results results) {
    List<String> all = results.contenders();
    Rounds rounds = results.rounds();
    return all.stream()
        .filter(mine -> isOurs(mine) || PeerKind.FLOORS.contains(mine))
        .flatMap(
            mine ->
                all.stream()
                    .filter(rival -> !isOurs(rival) && !rival.equals(mine))
                    .flatMap(
                        rival ->
                            rounds.figures().stream()
                                .map(
                                    figure ->
                                        new Ratio(
                                            mine,
                                            rival,
                                            figure,
                                            Summary.of(
                                                rounds.ratio(mine, figure, rival, figure))))))
        .filter(ratio -> ratio.ratio().pairs() > 0)
        .toList();
  }

  private static boolean isOurs(String contender) {
    return contender.startsWith("escapement");
  }

  private static Judged judged(Verdict.Judged judged) {
    return new Judged(
        judged.bar().ours(),
        judged.bar().figure(),
        judged.bar().text(),
        judged.against(),
        Summary.of(judged.estimate()),
        judged.verdict().name());
  }
}
