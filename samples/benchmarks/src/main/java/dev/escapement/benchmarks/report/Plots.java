package dev.escapement.benchmarks.report;

import dev.escapement.benchmarks.workloads.Curves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Pictures of what tables cannot show: distributions, and growth. */
public final class Plots {
  private static final String POWER = "10^";

  private Plots() {}

  /** Draws whatever a workload has to show, one file each. */
  public static void draw(Results results, Path directory) throws IOException {
    String id = results.workload().id();
    Set<String> names = new TreeSet<>();
    results.curves().values().forEach(curves -> names.addAll(curves.keySet()));
    for (String name : names) {
      Map<String, double[]> lines = new LinkedHashMap<>();
      for (String contender : results.contenders()) {
        double[] curve = results.curves().getOrDefault(contender, Map.of()).get(name);
        if (curve != null) {
          lines.put(contender, curve);
        }
      }
      String title = id.toUpperCase(Locale.ROOT) + ", " + name + ": lag by quantile, last round";
      write(directory, id + "-" + name, new LineChart(title, "us", Curves.labels(), lines));
    }
    drawGrowth(results, directory);
  }

  private static void drawGrowth(Results results, Path directory) throws IOException {
    List<String> figures =
        results.rounds().figures().stream().filter(figure -> figure.startsWith(POWER)).toList();
    if (figures.size() < 2) {
      return;
    }
    Map<String, double[]> lines = new LinkedHashMap<>();
    for (String contender : results.contenders()) {
      lines.put(
          contender,
          figures.stream()
              .mapToDouble(figure -> results.rounds().estimate(contender, figure).median())
              .toArray());
    }
    String title = "W10: processor time of a timer by the number of pending ones";
    List<String> points =
        figures.stream().map(figure -> figure.substring(0, figure.indexOf(' '))).toList();
    write(directory, results.workload().id(), new LineChart(title, "ns", points, lines));
  }

  private static void write(Path directory, String name, LineChart chart) throws IOException {
    String file = name.replace("/", "-per-") + ".svg";
    Files.writeString(directory.resolve(file), chart.svg());
  }
}
