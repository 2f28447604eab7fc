import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs all tests again and again while every processor is busy with something else, and while the
 * tests' own JVM is stopped now and then, as by a host that takes its processors away.
 *
 * <p>{@code java .ci/UnderLoad.java 10}, from the project's root. Ends with 1 after the first run
 * that fails.
 */
final class UnderLoad {
  /** The sum that Surefire prints for a module; that of one class has a time as well. */
  private static final Pattern MODULE =
      Pattern.compile("Tests run: (\\d+), Failures: \\d+, Errors: \\d+, Skipped: (\\d+)$");

  /** The incremental mode would compile anew in each run. */
  private static final String AS_COMPILED = "-Dmaven.compiler.useIncrementalCompilation=false";

  private static final int LONGEST_STOP_MILLIS = 1_200;
  private static final int LONGEST_GO_MILLIS = 10_000;

  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? 10 : Integer.parseInt(args[0]);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.ofPlatform().daemon().start(UnderLoad::burn);
    }
    Path log = Files.createDirectories(Path.of("target")).resolve("under-load.log");
    for (int run = 1; run <= runs; run++) {
      long start = System.nanoTime();
      Process maven =
          new ProcessBuilder("mvn", "-B", "-ntp", AS_COMPILED, "test")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int stops = stopNowAndThen(maven);
      List<String> lines = Files.readAllLines(log);
      int tests = sum(lines, 1);
      int skipped = sum(lines, 2);
      System.out.printf(
          "run %d of %d: Maven ended with %d; %,d tests, %d skipped, %d s, stopped %d times%n",
          run,
          runs,
          maven.exitValue(),
          tests,
          skipped,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
          stops);
      if (maven.exitValue() != 0 || tests == 0 || skipped > 0 || stops == 0) {
        lines.stream().filter(line -> line.contains("ERROR")).forEach(System.out::println);
        System.out.println("Wanted were an end with 0, tests, none skipped, and stops; see " + log);
        System.exit(1);
      }
    }
  }

  @SuppressWarnings("InfiniteLoopStatement") // the thread is a daemon
  private static void burn() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static int sum(List<String> lines, int group) {
    return lines.stream()
        .map(MODULE::matcher)
        .filter(Matcher::find)
        .mapToInt(module -> Integer.parseInt(module.group(group)))
        .sum();
  }

  /** Until Maven ends; tells how often. */
  private static int stopNowAndThen(Process maven) throws IOException, InterruptedException {
    int stops = 0;
    while (!maven.waitFor(upTo(LONGEST_GO_MILLIS), TimeUnit.MILLISECONDS)) {
      List<String> tests =
          maven
              .descendants()
              .filter(process -> process.info().commandLine().orElse("").contains("surefirebooter"))
              .map(process -> Long.toString(process.pid()))
              .toList();
      if (!tests.isEmpty()) {
        stop(String.join(" ", tests), upTo(LONGEST_STOP_MILLIS));
        stops++;
      }
    }
    return stops;
  }

  private static int upTo(int longest) {
    return ThreadLocalRandom.current().nextInt(1, longest);
  }

  /** By one command, so that they go on also if this program is ended meanwhile. */
  private static void stop(String processes, int millis) throws IOException, InterruptedException {
    String script =
        String.format(
            Locale.ROOT, "kill -STOP %1$s; sleep %2$.3f; kill -CONT %1$s", processes, millis / 1e3);
    var _ =
        new ProcessBuilder("sh", "-c", script)
            .redirectErrorStream(true) // one that has just ended is no fault
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
  }
}
