package dev.escapement.metrics.checks;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.metrics.EscapementMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every query of the dashboard, asked of a real Prometheus that scrapes a real run, has to find
 * data. Queries that are misspelt must not.
 */
class DashboardQueriesCheck {
  private static final Duration EVERY_SECOND = Duration.ofSeconds(1);
  private static final int SCRAPES = 15; // more than the rates look back

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void queriesOfTheDashboard_onARealPrometheus_findDataUnlessMisspelt() throws Exception {
    List<Dashboard.Query> queries = Dashboard.read().queries();
    assertFalse(queries.isEmpty());
    try (MixedLoad load = new MixedLoad();
        EscapementMetrics metrics = new EscapementMetrics(load.runtime(), List.of());
        MetricsEndpoint endpoint = new MetricsEndpoint(registry);
        PrometheusServer prometheus =
            new PrometheusServer(
                EVERY_SECOND, EVERY_SECOND, List.of(), List.of(endpoint.target()))) {
      metrics.bindTo(registry);
      prometheus.awaitScrapes(endpoint.target(), SCRAPES);
      Meters meters = new Meters(registry);
      assertAll(queries.stream().map(query -> () -> findsData(prometheus, meters, query)));
      assertAll(queries.stream().map(query -> () -> noticesMistake(prometheus, meters, query)));
      long notHere = queries.stream().filter(query -> meters.missing(query).isPresent()).count();
      System.out.printf(
          "%d queries, %d of which need what this machine has not; %d misspelt ones, all noticed%n",
          queries.size(), notHere, queries.size());
    }
  }

  private void findsData(PrometheusServer prometheus, Meters meters, Dashboard.Query query)
      throws Exception {
    Optional<Series> found = found(prometheus, query);
    System.out.printf(
        "%-36s %s%n",
        query.name(),
        found
            .map(series -> series.labels() + " " + series.last().value())
            .or(() -> meters.missing(query).map(meter -> "this machine has no " + meter))
            .orElse("NO DATA"));
    assertTrue(
        found.isPresent() || meters.missing(query).isPresent(),
        () -> query.name() + " finds no data: " + query.filled());
  }

  private void noticesMistake(PrometheusServer prometheus, Meters meters, Dashboard.Query query)
      throws Exception {
    Dashboard.Query misspelt =
        new Dashboard.Query(
            query.name(), query.expression().replace("escapement_", "escapement_x"), query.label());
    assertTrue(
        found(prometheus, misspelt).isEmpty() && meters.missing(misspelt).isEmpty(),
        () -> query.name() + " finds data also when it is misspelt");
  }

  /** A result with a number, and with the label that is asked for. */
  private Optional<Series> found(PrometheusServer prometheus, Dashboard.Query query)
      throws Exception {
    String expression = query.filled();
    assertFalse(expression.contains("$"), () -> query.name() + " is not filled in: " + expression);
    return prometheus.query(expression).stream()
        .filter(series -> Double.isFinite(series.last().value()))
        .filter(series -> query.label().isEmpty() || !series.label(query.label()).isBlank())
        .findFirst();
  }
}
