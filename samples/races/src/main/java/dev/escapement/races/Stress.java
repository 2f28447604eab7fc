package dev.escapement.races;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs of jcstress, each in a JVM of its own. */
final class Stress {
  /** The head of a table: how it went, and the full name of the race. */
  private static final Pattern RACE = Pattern.compile("^.*\\[([A-Z ]+)] (?:\\w+\\.)*(\\w+Race)$");

  /** A line of it: an outcome, how often it came, its share, and what was said of it. */
  private static final Pattern OUTCOME =
      Pattern.compile("^\\s*(.+?)\\s+([\\d,]+)\\s+<?[\\d.]+%\\s+(\\w+)\\s.*$");

  private final Path directory;

  Stress(Path directory) {
    this.directory = directory;
  }

  /** Runs races of these names; what jcstress says of them is kept in a file. */
  Map<String, Samples> run(String classpath, Collection<String> races, String label)
      throws IOException, InterruptedException {
    Path log = Files.createDirectories(directory).resolve(label + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classpath, "org.openjdk.jcstress.Main"));
    command.addAll(List.of("-t", "\\.(" + String.join("|", races) + ")$"));
    // One configuration of the JVM: a race is between processors, not between collectors.
    command.addAll(List.of("-m", "quick", "-f", "1", "-jvmArgs", "-Xmx1g", "-sc", "false"));
    command.addAll(List.of("-af", "NONE", "-c", "2", "-v", "-r", "report-" + label));
    var _ =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor(); // what failed stands in the tables
    return read(log);
  }

  private static Map<String, Samples> read(Path log) throws IOException {
    Map<String, Samples> found = new LinkedHashMap<>();
    String race = "";
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("RUN RESULTS")) { // each is told before as well
        line = lines.readLine();
      }
      for (; line != null; line = lines.readLine()) {
        Matcher head = RACE.matcher(line);
        Matcher outcome = OUTCOME.matcher(line);
        if (head.matches()) {
          race = head.group(2);
          found.merge(race, Samples.labelled(head.group(1)), Samples::plus);
        } else if (outcome.matches()) {
          long count = Long.parseLong(outcome.group(2).replace(",", ""));
          boolean bad = outcome.group(3).equalsIgnoreCase("Forbidden");
          found.merge(race, new Samples(count, bad ? count : 0, true), Samples::plus);
        }
      }
    }
    return found;
  }
}
