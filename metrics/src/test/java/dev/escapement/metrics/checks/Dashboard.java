package dev.escapement.metrics.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The dashboard as its file has it, and what it asks of Prometheus. */
final class Dashboard {
  private static final Path FILE = Path.of("dashboards", "escapement.json");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");
  private static final Pattern SERIES = Pattern.compile("\\bescapement_\\w+");

  private final JsonNode root;

  private Dashboard(JsonNode root) {
    this.root = root;
  }

  static Dashboard read() throws IOException {
    return new Dashboard(new ObjectMapper().readTree(Files.readString(FILE)));
  }

  /** All but the headings of rows. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : root.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  /** Of a panel, or of a variable: then every result has to have its label. */
  record Query(String name, String expression, String label) {
    /** With all instances and runtimes chosen. */
    String filled() {
      return expression
          .replace("$__rate_interval", "10s")
          .replace("$instance", ".*")
          .replace("$runtime", ".*");
    }

    Set<String> series() {
      return SERIES
          .matcher(expression)
          .results()
          .map(match -> match.group())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode variable : root.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        queries.add(ofVariable(variable));
      }
    }
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        String name = panel.path("title").asText() + " " + target.path("refId").asText();
        queries.add(new Query(name, target.path("expr").asText(), ""));
      }
    }
    return queries;
  }

  /** The expression of the only query of the panel with this title. */
  Query query(String title) {
    return queries().stream()
        .filter(query -> query.name().equals(title + " A"))
        .findFirst()
        .orElseThrow();
  }

  private static Query ofVariable(JsonNode variable) {
    String query = variable.path("query").path("query").asText();
    Matcher matcher = LABEL_VALUES.matcher(query);
    if (!matcher.matches()) {
      throw new AssertionError("a variable's query is not understood: " + query);
    }
    String label = matcher.group(2);
    return new Query(
        "variable " + variable.path("name").asText(),
        "group by (" + label + ") (" + matcher.group(1) + ")",
        label);
  }
}
