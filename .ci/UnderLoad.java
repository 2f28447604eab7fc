import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
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

  private static final int LONGEST_STOP_MILLIS = 300;
  private static final int LONGEST_GO_MILLIS = 3_000;

  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? 10 : Integer.parseInt(args[0]);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.ofPlatform().daemon().start(UnderLoad::burn);
    }
    for (int run = 1; run <= runs; run++) {
      long start = System.nanoTime();
      List<String> lines = new ArrayList<>();
      int stops = test(lines);
      if (stops < 0) {
        lines.stream()
            .filter(line -> line.contains("ERROR"))
            .limit(50)
            .forEach(System.out::println);
        System.out.printf("run %d of %d failed%n", run, runs);
        System.exit(1);
      }
      int tests = 0;
      int skipped = 0;
      for (String line : lines) {
        Matcher module = MODULE.matcher(line);
        if (module.find()) {
          tests += Integer.parseInt(module.group(1));
          skipped += Integer.parseInt(module.group(2));
        }
      }
      System.out.printf(
          "run %d of %d: %,d tests passed, %d skipped, in %d s, stopped %d times%n",
          run,
          runs,
          tests,
          skipped,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
          stops);
      if (tests == 0 || skipped > 0) {
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

  /** Runs Maven once and keeps what it says; tells how often the tests were stopped, or -1. */
  private static int test(List<String> lines) throws IOException, InterruptedException {
    Process maven =
        new ProcessBuilder("mvn", "-B", "-ntp", "test").redirectErrorStream(true).start();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var from =
                      new BufferedReader(new InputStreamReader(maven.getInputStream()))) {
                    from.lines().forEach(lines::add);
                  } catch (IOException e) {
                    lines.add("[ERROR] " + e);
                  }
                });
    int stops = 0;
    while (!maven.waitFor(upTo(LONGEST_GO_MILLIS), TimeUnit.MILLISECONDS)) {
      List<ProcessHandle> tests = maven.descendants().filter(UnderLoad::isTest).toList();
      signal("STOP", tests);
      Thread.sleep(upTo(LONGEST_STOP_MILLIS));
      signal("CONT", tests);
      stops += tests.isEmpty() ? 0 : 1;
    }
    reader.join();
    return maven.exitValue() == 0 ? stops : -1;
  }

  private static int upTo(int longest) {
    return ThreadLocalRandom.current().nextInt(1, longest);
  }

  private static boolean isTest(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("surefirebooter");
  }

  private static void signal(String name, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (ProcessHandle process : processes) {
      // one that has just ended is no fault
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }
}
