package dev.escapement.metrics.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Prometheus on a free port of this machine, with its data in a directory that is deleted.
 */
final class PrometheusServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path home;
  private final String address;
  private final Process process;
  private final Thread atExit;

  /**
   * Starts it, and returns once it is ready.
   *
   * @param scrape how often the targets are scraped
   * @param evaluation how often the rules are evaluated
   * @param rules rule files, maybe none
   * @param targets host and port of each
   */
  PrometheusServer(
      Duration scrape, Duration evaluation, Collection<Path> rules, Collection<String> targets)
      throws IOException, InterruptedException {
    home = Files.createTempDirectory("prometheus");
    address = "127.0.0.1:" + freePort();
    Path config = home.resolve("prometheus.yml");
    Files.writeString(config, config(scrape, evaluation, rules, targets));
    process = start(config);
    atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      awaitReady();
    } catch (Throwable failed) {
      close();
      throw failed;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String config(
      Duration scrape, Duration evaluation, Collection<Path> rules, Collection<String> targets) {
    return """
    global:
      scrape_interval: %dms
      scrape_timeout: %dms
      evaluation_interval: %dms
    rule_files: [%s]
    scrape_configs:
      - job_name: escapement
        static_configs:
          - targets: [%s]
    """
        .formatted(
            scrape.toMillis(),
            scrape.toMillis(),
            evaluation.toMillis(),
            quoted(rules.stream().map(rule -> rule.toAbsolutePath().toString())),
            quoted(targets.stream()));
  }

  private static String quoted(Stream<String> items) {
    return items.map(item -> "'" + item + "'").collect(Collectors.joining(", "));
  }

  private Process start(Path config) throws IOException {
    try {
      return new ProcessBuilder(
              "prometheus",
              "--config.file=" + config,
              "--storage.tsdb.path=" + home.resolve("data"),
              "--web.listen-address=" + address,
              "--log.level=warn")
          .redirectErrorStream(true)
          .redirectOutput(home.resolve("log").toFile())
          .start();
    } catch (IOException e) {
      delete();
      throw new IllegalStateException(
          "this check needs the program 'prometheus'; on Debian, install the package 'prometheus'",
          e);
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "prometheus does not get ready: " + Files.readString(home.resolve("log")));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** An instant query. A range selector such as {@code up[1m]} gives the samples as scraped. */
  List<Series> query(String expression) throws IOException, InterruptedException {
    return series(ask("/api/v1/query?query=" + encoded(expression)));
  }

  /** The value of an instant query that has one result. */
  double value(String expression) throws IOException, InterruptedException {
    List<Series> found = query(expression);
    if (found.size() != 1) {
      throw new AssertionError(expression + " has " + found.size() + " results: " + found);
    }
    return found.getFirst().last().value();
  }

  List<Series> queryRange(String expression, Instant from, Instant to, Duration step)
      throws IOException, InterruptedException {
    return series(
        ask(
            "/api/v1/query_range?query="
                + encoded(expression)
                + "&start="
                + from
                + "&end="
                + to
                + "&step="
                + step.toMillis() / 1e3));
  }

  /** All that are pending or firing. */
  List<Alert> alerts() throws IOException, InterruptedException {
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode alert : ask("/api/v1/alerts").path("alerts")) {
      alerts.add(
          new Alert(
              labels(alert.path("labels")),
              alert.path("state").asText(),
              Instant.parse(alert.path("activeAt").asText()),
              alert.path("annotations").path("summary").asText()));
    }
    return alerts;
  }

  /** When a target was scraped with success, within the last ten minutes. */
  List<Instant> scrapes(String target) throws IOException, InterruptedException {
    return query("up{instance=\"" + target + "\"}[10m]").stream()
        .flatMap(series -> series.points().stream())
        .filter(point -> point.value() == 1)
        .map(Series.Point::time)
        .toList();
  }

  /** Returns once a target has been scraped so many times after now. */
  void awaitScrapes(String target, int n) throws IOException, InterruptedException {
    Instant begin = Instant.now();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (scrapes(target).stream().filter(begin::isBefore).count() < n) {
      if (System.nanoTime() > end) {
        throw new AssertionError(target + " is not scraped: " + query("up"));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    JsonNode answer = JSON.readTree(response.body());
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(path + ": " + response.body());
    }
    return answer.path("data");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  private static List<Series> series(JsonNode data) {
    List<Series> all = new ArrayList<>();
    for (JsonNode each : data.path("result")) {
      List<Series.Point> points = new ArrayList<>();
      if (each.has("value")) {
        points.add(point(each.path("value")));
      }
      for (JsonNode pair : each.path("values")) {
        points.add(point(pair));
      }
      all.add(new Series(labels(each.path("metric")), points));
    }
    return all;
  }

  private static Series.Point point(JsonNode pair) {
    return new Series.Point(pair.get(0).asDouble(), Series.number(pair.get(1).asText()));
  }

  private static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new HashMap<>();
    object.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /** Ends it, waits for that, and deletes its data. */
  @Override
  public void close() throws IOException {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    delete();
  }

  private void delete() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(home)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
