package dev.escapement.races;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks, before any run, whether all fits together: also what is not run this time. */
final class Complete {
  private static final String SUFFIX = "Race.class";

  private final Path root;

  Complete(Path root) {
    this.root = root;
  }

  /**
   * Every change fits its source in one place, every race has a twin, every edge is named by a
   * race, and every race that a header names is there.
   */
  void check() throws IOException {
    for (Twin twin : Twins.ALL) {
      var _ = twin.applyTo(Files.readString(root.resolve(twin.file())));
    }
    Set<String> races = races();
    Set<String> unknown = new Edges(root).racesNamed();
    Twins.ALL.forEach(twin -> unknown.add(twin.race()));
    unknown.removeAll(races);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("no such races: " + unknown);
    }
    Set<String> without = new TreeSet<>(races);
    Twins.ALL.forEach(twin -> without.remove(twin.race()));
    if (!without.isEmpty()) {
      throw new IllegalStateException("races without a twin: " + without);
    }
    Set<String> edges = new Edges(root).withoutRace();
    if (!edges.isEmpty()) {
      throw new IllegalStateException("edges that no race names: " + String.join("; ", edges));
    }
  }

  private static Set<String> races() throws IOException {
    try (Stream<Path> classes = Files.walk(ownClasses())) {
      return classes
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .collect(Collectors.toSet());
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(Complete.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
