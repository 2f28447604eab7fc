package dev.escapement.races;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Runs races on the production classes, which have to hold, and on their twins, which have to fail.
 */
public final class Main {
  /** Those that take part in every build. */
  private static final String SUBSET =
      "^(ParkRace|UnparkRace|WakeDuringPollRace|CancelAgainstFireRace|ResetAgainstMessageRace"
          + "|SleepWakerRace|ResultAgainstWaiterRace|NestedLimitRace)$";

  /** Some steps are missed once in 30,000 times only, and less often on a slow machine. */
  private static final int RUNS_OF_A_TWIN = 20;

  private final Path root;
  private final Path out;
  private final PrintStream print;
  private int failures;

  private Main(Path root, Path out, PrintStream print) {
    this.root = root;
    this.out = out;
    this.print = print;
  }

  /**
   * Ends with 0 if all is as it should be, with 1 if not, with 2 if no race is named so.
   *
   * @param args {@code all}, {@code subset}, or a regular expression that finds names of races
   * @throws Exception if jcstress or the compiler cannot be run
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(System.getProperty("races.root", "."));
    Path out = Path.of(System.getProperty("races.out", "target")).resolve("races");
    System.exit(new Main(root, out, System.out).run(String.join("|", args)));
  }

  private int run(String asked) throws IOException, InterruptedException {
    List<Twin> twins = selected(asked);
    if (twins.isEmpty()) {
      print.println("No race is named like '" + asked + "'. Allowed are all, subset, and names of");
      Twins.ALL.stream().map(Twin::race).distinct().forEach(race -> print.println("  " + race));
      return 2;
    }
    new Complete(root).check();
    List<String> races = twins.stream().map(Twin::race).distinct().toList();
    String classpath = System.getProperty("java.class.path");
    Map<String, Samples> production = new Stress(out).run(classpath, races, "production");
    for (String race : races) {
      Samples found = production.getOrDefault(race, Samples.NONE);
      tell(found.ended() && found.all() > 0 && found.forbidden() == 0, race, found, "production");
    }
    for (Twin twin : twins) {
      Samples found = run(twin, Twins.ALL.indexOf(twin), classpath);
      tell(found.forbidden() > 0, twin.race(), found, "without " + twin.lacks());
    }
    print.printf("%d races, %d twins, %d failures%n", races.size(), twins.size(), failures);
    return failures == 0 ? 0 : 1;
  }

  private Samples run(Twin twin, int number, String classpath)
      throws IOException, InterruptedException {
    Path directory = out.resolve("twin-" + number);
    Path classes = new TwinCompiler(root, classpath).compile(twin, directory);
    String twinFirst = classes + File.pathSeparator + classpath;
    Samples found = Samples.NONE;
    for (int i = 0; i < RUNS_OF_A_TWIN && found.forbidden() == 0; i++) {
      Samples more =
          new Stress(directory)
              .run(twinFirst, List.of(twin.race()), "run-" + i)
              .getOrDefault(twin.race(), Samples.NONE);
      found = found.plus(more);
    }
    return found;
  }

  private static List<Twin> selected(String asked) {
    String names = asked.equals("all") ? "" : asked.equals("subset") ? SUBSET : asked;
    try {
      Pattern pattern = Pattern.compile(names);
      return Twins.ALL.stream().filter(twin -> pattern.matcher(twin.race()).find()).toList();
    } catch (PatternSyntaxException e) {
      return List.of();
    }
  }

  private void tell(boolean good, String race, Samples found, String of) {
    print.printf(
        Locale.ROOT,
        "%-6s %-26s %,12d samples %,10d forbidden   %s%n",
        good ? "ok" : "FAILED",
        race,
        found.all(),
        found.forbidden(),
        of);
    failures += good ? 0 : 1;
  }
}
