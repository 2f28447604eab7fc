import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plants one fault of one line at a time in a copy of the project, and looks whether the suite
 * finds it: not somehow, by a build that fails, but by the test or race that is there for it.
 *
 * <p>{@code java .ci/PlantedFaults.java}, from the project's root. Ends with 1 if a fault was not
 * found, or if one of its finders finds something where nothing was planted.
 */
final class PlantedFaults {
  /** A line's part that stands in a file once, what it becomes, and who has to find that. */
  private record Fault(String what, String file, String line, String planted, String finder) {
    boolean isForRace() {
      return finder.endsWith("Race");
    }

    /** The line in which Surefire or the races tell that this one has failed. */
    Pattern found() {
      return Pattern.compile(
          isForRace() ? "FAILED +" + finder + " .*production" : "<<< \\w+! .*\\." + finder + "$");
    }
  }

  private static final int LONGEST_MINUTES = 15;
  private static final String RUNTIME = "runtime/src/main/java/dev/escapement/runtime/";
  private static final String LOOM = "loom-bridge/src/main/java/dev/escapement/loom/";

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "loop: no fence between announcing that it idles and the look at the inbox",
              RUNTIME + "Inbox.java",
              "nextWake = deadline;",
              "NEXT_WAKE.setRelease(this, deadline);",
              "LinkedChunkRace"),
          new Fault(
              "cell: a wake only reads its word, where it has to read, modify and write it",
              RUNTIME + "TaskCell.java",
              "} else if ((setState(NOTIFIED) &",
              "} else if ((stateVolatile() &",
              "TaskCellWakeTest"),
          new Fault(
              "heap: of two timers that are due together, the one that came last is first",
              RUNTIME + "TimerHeap.java",
              "firstOf(slotA).seq < firstOf(slotB).seq",
              "firstOf(slotA).seq > firstOf(slotB).seq",
              "TimerHeapModelTest"),
          new Fault(
              "sleep: a later poll does not replace the waker of the one before",
              RUNTIME + "Sleep.java",
              "if (wakerVolatile() == mine)",
              "if (wakerVolatile() != null)",
              "SleepTest"),
          new Fault(
              "bridge: the interrupt by which a time limit ended its body stays set",
              LOOM + "Limit.java",
              "boolean pending = Thread.interrupted();",
              "boolean pending = thread.isInterrupted();",
              "LimitInterruptTest"));

  private final Path copy;
  private int notFound;

  private PlantedFaults(Path copy) {
    this.copy = copy;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path copy = Files.createTempDirectory("planted-faults");
    int code;
    try {
      copyTo(copy);
      code = new PlantedFaults(copy).run();
    } finally {
      try (Stream<Path> all = Files.walk(copy)) {
        all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
      }
    }
    System.exit(code);
  }

  private int run() throws IOException, InterruptedException {
    for (Fault fault : FAULTS) {
      look(fault, false);
    }
    for (Fault fault : FAULTS) {
      Path file = copy.resolve(fault.file);
      String source = Files.readString(file);
      if (source.indexOf(fault.line) < 0
          || source.indexOf(fault.line) != source.lastIndexOf(fault.line)) {
        throw new IllegalStateException(fault.file + " has not exactly one: " + fault.line);
      }
      Files.writeString(file, source.replace(fault.line, fault.planted));
      look(fault, true);
      Files.writeString(file, source);
    }
    System.out.printf("%d faults, %d surprises%n", FAULTS.size(), notFound);
    return notFound == 0 ? 0 : 1;
  }

  /** Runs the finder of a fault, and tells whether it found what it should. */
  private void look(Fault fault, boolean planted) throws IOException, InterruptedException {
    List<String> lines = maven(fault);
    boolean found = lines.stream().anyMatch(line -> fault.found().matcher(line).find());
    boolean asExpected = planted ? found : lines.contains("[INFO] BUILD SUCCESS");
    System.out.printf(
        "%-7s %-20s %s%n",
        asExpected ? "ok" : "FAILED", fault.finder, planted ? fault.what : "nothing is planted");
    if (!asExpected) {
      lines.stream().filter(line -> line.contains("ERROR")).limit(20).forEach(System.out::println);
      notFound++;
    }
  }

  private List<String> maven(Fault fault) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dformat.skip"));
    if (fault.isForRace()) {
      command.addAll(List.of("-Praces", "verify", "-DskipTests", "-Dargs=" + fault.finder));
    } else {
      command.addAll(List.of("test", "-Dtest=" + fault.finder));
      command.add("-Dsurefire.failIfNoSpecifiedTests=false");
      command.addAll(List.of("-am", "-pl", fault.file.substring(0, fault.file.indexOf('/'))));
    }
    Path log = copy.resolve("maven.log");
    Process maven =
        new ProcessBuilder(command)
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!maven.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) { // a fault may also hang its finder
      maven.descendants().forEach(ProcessHandle::destroyForcibly);
      maven.destroyForcibly().waitFor();
    }
    return Files.readAllLines(log);
  }

  /** Copies what git does not ignore, as it is now. */
  private static void copyTo(Path copy) throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard").start();
    List<String> files = git.inputReader().lines().toList();
    if (git.waitFor() != 0) {
      throw new IOException("git ls-files ended with " + git.exitValue());
    }
    for (String file : files) {
      if (!Files.exists(Path.of(file))) {
        continue; // deleted, and not yet committed
      }
      Path to = copy.resolve(file);
      Files.createDirectories(to.getParent());
      Files.copy(Path.of(file), to);
    }
  }
}
