package dev.escapement.races;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The edges that headers of production classes define, and the races that name them. */
final class Edges {
  /** Edges that cannot be raced with meaning, and why. */
  private static final Map<String, String> WITHOUT_RACE =
      Map.of("Inbox, E1", "That an offer happens-before its poll is what JCTools' queue promises.");

  private static final List<String> MODULES = List.of("runtime", "loom-bridge", "metrics");
  private static final Pattern DEFINED = Pattern.compile("(?m)^ \\*   (E\\d+)  \\S");
  private static final Pattern NAMED = Pattern.compile("\\b(\\w+, E\\d+)\\b");
  private static final Pattern RACE = Pattern.compile("\\b[A-Z]\\w*[a-z]Race\\b");
  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
  private static final String JAVA = ".java";

  private final Path root;

  Edges(Path root) {
    this.root = root;
  }

  /** Those, as {@code Class, E1}, that no race names and for which no reason is given. */
  Set<String> withoutRace() throws IOException {
    Set<String> edges = new TreeSet<>();
    for (String module : MODULES) {
      for (Path file : sources(module)) {
        String owner = file.getFileName().toString().replace(JAVA, "");
        Matcher defined = DEFINED.matcher(Files.readString(file));
        while (defined.find()) {
          edges.add(owner + ", " + defined.group(1));
        }
      }
    }
    if (!edges.containsAll(WITHOUT_RACE.keySet())) {
      throw new IllegalStateException("no such edge any more: one of " + WITHOUT_RACE.keySet());
    }
    edges.removeAll(WITHOUT_RACE.keySet());
    for (Path file : sources("samples/races")) {
      if (file.toString().endsWith("Race" + JAVA)) {
        edges.removeAll(named(Files.readString(file)));
      }
    }
    return edges;
  }

  /** The races that headers name. */
  Set<String> racesNamed() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String module : MODULES) {
      for (Path file : sources(module)) {
        Matcher race = RACE.matcher(Files.readString(file));
        while (race.find()) {
          found.add(race.group());
        }
      }
    }
    return found;
  }

  /** What stands in the Javadoc of a race. */
  private static Set<String> named(String race) {
    Set<String> found = new TreeSet<>();
    Matcher javadoc = JAVADOC.matcher(race);
    while (javadoc.find()) {
      Matcher named = NAMED.matcher(javadoc.group(1).replaceAll("\\s+\\*?\\s*", " "));
      while (named.find()) {
        found.add(named.group(1));
      }
    }
    return found;
  }

  private List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
      return files.filter(path -> path.toString().endsWith(JAVA)).toList();
    }
  }
}
