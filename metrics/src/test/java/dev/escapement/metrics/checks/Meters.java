package dev.escapement.metrics.checks;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a registry has, and what the module's README says that it may be without. */
final class Meters {
  private static final Pattern ON_LINUX =
      Pattern.compile("(?m)^\\| `(escapement[.a-z]+)` \\| Linux: ");
  private static final Pattern NAME = Pattern.compile("(?m)^escapement_\\w+");

  private final Set<String> series;
  private final List<String> missing;

  Meters(PrometheusMeterRegistry registry) throws IOException {
    series =
        NAME.matcher(registry.scrape())
            .results()
            .map(match -> match.group())
            .collect(Collectors.toSet());
    missing =
        ON_LINUX
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .filter(meter -> registry.find(meter).meter() == null)
            .toList();
  }

  /** The series of a query that are neither there nor of a meter that this machine lacks. */
  List<String> unknown(Dashboard.Query query) {
    return query.series().stream()
        .filter(name -> !series.contains(name) && !missing.stream().anyMatch(m -> isOf(m, name)))
        .toList();
  }

  /** The meter that a query needs and this machine lacks, if all else that it needs is there. */
  Optional<String> missing(Dashboard.Query query) {
    if (!unknown(query).isEmpty()) {
      return Optional.empty();
    }
    return missing.stream()
        .filter(meter -> query.series().stream().anyMatch(name -> isOf(meter, name)))
        .findFirst();
  }

  private static boolean isOf(String meter, String series) {
    return series.startsWith(meter.replace('.', '_') + "_");
  }
}
