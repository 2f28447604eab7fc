package dev.escapement.metrics.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.metrics.EscapementMetrics;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final int COLUMNS = 24;

  private final Dashboard dashboard;

  DashboardTest() throws IOException {
    dashboard = Dashboard.read();
  }

  @Test
  void panels_haveATitleADescriptionAndTheChosenDataSource() {
    assertFalse(dashboard.panels().isEmpty());
    for (JsonNode panel : dashboard.panels()) {
      assertFalse(panel.path("title").asText().isBlank(), panel::toString);
      assertFalse(panel.path("description").asText().isBlank(), panel::toString);
      assertFalse(panel.path("targets").isEmpty(), panel::toString);
      assertEquals("${datasource}", panel.at("/datasource/uid").asText(), panel::toString);
      for (JsonNode target : panel.path("targets")) {
        assertEquals("${datasource}", target.at("/datasource/uid").asText(), panel::toString);
      }
    }
  }

  @Test
  void panels_areOfTheChosenRuntimesAndInstances() {
    for (Dashboard.Query query : dashboard.queries()) {
      if (query.label().isEmpty()) {
        assertEquals(
            query.expression().split("\\bescapement_", -1).length,
            query
                .expression()
                .split("runtime=~\"\\$runtime\", instance=~\"\\$instance\"", -1)
                .length,
            query::name);
      }
    }
  }

  @Test
  void panels_lieOnTheGridWithoutOverlapAndHaveIdsOfTheirOwn() {
    Map<List<Integer>, String> taken = new HashMap<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      String title = panel.path("title").asText();
      JsonNode place = panel.path("gridPos");
      int left = place.path("x").asInt();
      int top = place.path("y").asInt();
      assertTrue(ids.add(panel.path("id").asInt()), title);
      assertTrue(left + place.path("w").asInt() <= COLUMNS, title);
      for (int x = left; x < left + place.path("w").asInt(); x++) {
        for (int y = top; y < top + place.path("h").asInt(); y++) {
          String other = taken.put(List.of(x, y), title);
          assertNull(other, () -> title + " lies on " + other);
        }
      }
    }
  }

  @Test
  void meters_ofARuntime_areThoseOnTheDashboard() throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (TaskRuntime runtime = TaskRuntime.start();
        EscapementMetrics metrics = new EscapementMetrics(runtime, List.of())) {
      metrics.bindTo(registry);
      List<Dashboard.Query> queries = dashboard.queries();
      Meters meters = new Meters(registry);
      for (Dashboard.Query query : queries) {
        assertEquals(List.of(), meters.unknown(query), query::name);
      }
      for (Meter meter : registry.getMeters()) {
        String series = meter.getId().getConventionName(registry.config().namingConvention());
        assertTrue(
            queries.stream()
                .flatMap(query -> query.series().stream())
                .anyMatch(asked -> asked.equals(series) || asked.startsWith(series + "_")),
            () -> series + " is on no panel");
      }
    }
  }
}
