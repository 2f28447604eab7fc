package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.escapement.samples.dashboard.DashboardServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard's site answers, and what it refuses. */
@ExtendWith(LeavesNoThreads.class)
class DashboardTest {
  /** They are told to end, and nobody waits for that. */
  private static final Set<String> ENDING = Set.of("idle-timeout-task", "escapement-metrics");

  private DashboardServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = DashboardServer.start(0);
    port = server.port();
  }

  @AfterEach
  void close() throws InterruptedException {
    server.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (ENDING.contains(thread.getName())) {
        assertTrue(thread.join(Duration.ofSeconds(30)), () -> thread + " ends");
      }
    }
  }

  @Test
  void everyAnswer_tellsTheBrowserToTrustNobodyElse() throws IOException {
    for (String path : List.of("/", "/data", "/metrics", "/nothing")) {
      var headers = Http.get(port, path).headers();
      assertTrue(headers.get("content-security-policy").startsWith("default-src 'self'"), path);
      assertEquals("nosniff", headers.get("x-content-type-options"), path);
      assertEquals("no-store", headers.get("cache-control"), path);
    }
  }

  @Test
  void page_refersToFilesOfItsOwnOnly_andTheyAreThere() throws IOException {
    Http page = Http.get(port, "/");

    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.headers().get("content-type"));
    List<String> references =
        Pattern.compile("(?:src|href)=\"([^\"]*)\"")
            .matcher(page.body())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertTrue(references.size() >= 6, references::toString);
    for (String reference : references) {
      assertTrue(reference.startsWith("/"), reference);
      assertEquals(200, Http.get(port, reference).status(), reference);
    }
    assertFalse(Http.get(port, "/dashboard.js").body().contains("innerHTML"));
  }

  @Test
  void metrics_haveTheLagHistogram() throws IOException {
    Http metrics = Http.get(port, "/metrics");

    assertEquals(200, metrics.status());
    assertTrue(metrics.headers().get("content-type").startsWith("text/plain; version=0.0.4"));
    assertTrue(
        metrics.body().contains("escapement_timer_lag_seconds_bucket{runtime=\"dashboard\",le="));
  }

  @Test
  void data_hasWhatThePageReads() throws IOException {
    JsonNode data =
        awaitData(
            found ->
                found.path("samples").size() >= 2
                    && found.path("resumeLag").isObject()
                    && found.path("figures").path("pending").asLong() > 100);

    assertEquals("dashboard", data.path("runtime").asText());
    assertTrue(data.path("verdict").path("headline").isTextual());
    assertEquals("precise", data.path("figures").path("lagMode").asText());
    assertEquals(13, data.path("levels").size());
    assertSpread(data.path("loopLag"));
    assertSpread(data.path("resumeLag"));
    assertEquals(1, data.path("samples").get(0).path("number").asLong());
    assertEquals(2, data.path("samples").get(1).path("number").asLong());
    assertEquals(50, data.path("tasks").path("rows").size());
    assertTrue(data.path("tasks").path("more").asLong() > 0);
    JsonNode waiting = data.path("tasks").path("rows").get(49); // those that are ready come first
    assertTrue(waiting.path("name").isTextual());
    assertTrue(waiting.path("waitsFor").isTextual());
  }

  private static void assertSpread(JsonNode spread) {
    long count = spread.path("count").asLong();
    assertTrue(count > 0);
    assertTrue(spread.path("p50").asLong() <= spread.path("p99").asLong());
    assertTrue(spread.path("p99").asLong() <= spread.path("max").asLong());
    assertEquals(14, spread.path("levels").size());
    assertEquals(
        count,
        StreamSupport.stream(spread.path("levels").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .sum());
  }

  @Test
  void data_sinceASample_hasLaterOnesOnly() throws IOException {
    awaitData(found -> found.path("samples").size() >= 2);

    JsonNode samples = data("/data?since=1").path("samples");
    assertEquals(2, samples.get(0).path("number").asLong());
    assertEquals(0, data("/data?since=999999").path("samples").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"since=", "since=x", "since=-1", "since=1&since=2", "until=1"})
  void data_badQuery_isRefused(String query) throws IOException {
    Http refused = Http.get(port, "/data?" + query);

    assertEquals(400, refused.status());
    assertEquals("/data takes since=NUMBER, or nothing.\n", refused.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/dashboard.html", "/switches/", "/switches/x", "/../pom.xml"})
  void unknownPath_isNotFound(String path) throws IOException {
    Http refused = Http.get(port, path);

    assertEquals(404, refused.status());
    assertTrue(refused.body().startsWith("There is nothing here."), refused.body());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /, GET",
    "PUT, /metrics, GET",
    "DELETE, /data, GET",
    "OPTIONS, /nothing, GET",
    "GET, /switches/hog, POST",
    "PUT, /switches/saturation, POST",
  })
  void otherMethod_isRefused(String method, String path, String allowed) throws IOException {
    Http refused =
        Http.ask(port, method + " " + path, "", "Host: 127.0.0.1:" + port, "Content-Length: 0");

    assertEquals(405, refused.status());
    assertEquals(allowed, refused.headers().get("allow"));
    assertEquals("What is asked for here takes " + allowed + " only.\n", refused.body());
  }

  @Test
  void head_isRefusedWithoutABody() throws IOException {
    Http refused = Http.ask(port, "HEAD /", "", "Host: localhost");

    assertEquals(405, refused.status());
    assertEquals("", refused.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host: example.org", "Host: 127.0.0.1.example.org", "Host: localhost.", "Host: "})
  void foreignHost_isRefused(String host) throws IOException {
    for (String path : List.of("/", "/data", "/metrics")) {
      assertEquals(403, Http.ask(port, "GET " + path, "", host).status(), path);
    }
    Http refused = Http.ask(port, "POST /switches/hog", "on=true", host, "Content-Length: 7");
    assertEquals(403, refused.status());
    assertFalse(isOn("hog"));
  }

  @Test
  void foreignHost_inTheRequestLine_isRefused() throws IOException {
    assertEquals(403, Http.get(port, "http://example.org/data").status());
    assertEquals(403, Http.get(port, "//example.org/data").status());
  }

  @Test
  void twoHosts_areRefused() throws IOException {
    assertEquals(403, Http.ask(port, "GET /", "", "Host: localhost", "Host: example.org").status());
  }

  @Test
  void localhost_isThisMachineToo() throws IOException {
    assertEquals(200, Http.ask(port, "GET /", "", "Host: localhost:" + port).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hog", "saturation"})
  void switch_turnedOnAndOff_isSoInTheData(String name) throws IOException {
    String own = "Origin: http://127.0.0.1:" + port;
    for (boolean on : new boolean[] {false, true, true, false, false}) {
      assertEquals(204, Http.post(port, "/switches/" + name, "on=" + on, own).status());
      assertEquals(on, isOn(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org", "null", "https://127.0.0.1", "http://127.0.0.1:1"})
  void switch_ofAForeignOrigin_isNotTurned(String origin) throws IOException {
    Http refused = Http.post(port, "/switches/hog", "on=true", "Origin: " + origin);

    assertEquals(403, refused.status());
    assertEquals("A switch is turned by its own page only.\n", refused.body());
    assertFalse(isOn("hog"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on=", "on=yes", "on=true&x=1", "off=true"})
  void switch_withABadForm_isNotTurned(String form) throws IOException {
    Http refused = Http.post(port, "/switches/hog", form);

    assertEquals(400, refused.status());
    assertEquals("A switch takes on=true or on=false.\n", refused.body());
    assertFalse(isOn("hog"));
  }

  @Test
  void hog_whileItRuns_isNamedByThePage() throws IOException {
    assertEquals(204, Http.post(port, "/switches/hog", "on=true").status());

    awaitData(found -> found.path("verdict").path("reason").asText().contains("Task 'hog' holds"));
  }

  @Test
  void server_isToBeReachedAtLoopbackOnly() throws IOException {
    Set<InetAddress> others = new HashSet<>(Set.of(InetAddress.ofLiteral("127.0.0.2")));
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .forEach(others::add);
    others.remove(InetAddress.ofLiteral("127.0.0.1"));
    for (InetAddress other : others) {
      try (var socket = new Socket()) {
        assertThrows(
            IOException.class,
            () -> socket.connect(new InetSocketAddress(other, port), 2_000),
            other::toString);
      }
    }
  }

  @Test
  void program_portTaken_saysWhichAndWhatToDo() throws Exception {
    Ran ran = Ran.of("dashboard", Integer.toString(port));

    assertEquals(1, ran.exitCode());
    assertEquals(List.of(), ran.out());
    assertEquals(
        List.of(
            "dashboard: port "
                + port
                + " cannot be used (Address already in use); end the program that has it, or name"
                + " another port: dashboard 9000"),
        ran.err());
  }

  @Test
  void program_interrupted_ends() throws Exception {
    int free = DashboardJvm.freePort();
    var printed = new ByteArrayOutputStream();
    var end = new CompletableFuture<Exception>();
    Thread thread =
        new Thread(
            () -> {
              try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
                new Dashboard().run(new Arguments("dashboard", Integer.toString(free)), out);
              } catch (Exception e) {
                end.complete(e);
              }
            });
    thread.start();
    for (int i = 0; i < 300 && !printed.toString(StandardCharsets.UTF_8).contains("metrics"); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    assertEquals(
        List.of(
            "Watch lag at http://127.0.0.1:" + free + "/ (Ctrl-C ends it).",
            "Prometheus finds the metrics at http://127.0.0.1:" + free + "/metrics."),
        printed.toString(StandardCharsets.UTF_8).lines().toList());
    assertEquals(200, Http.get(free, "/").status());

    thread.interrupt();
    assertInstanceOf(InterruptedException.class, end.get(30, TimeUnit.SECONDS));
    thread.join();
    assertThrows(IOException.class, () -> Http.get(free, "/"));
  }

  private boolean isOn(String name) throws IOException {
    return data("/data").path("switches").path(name).asBoolean();
  }

  private JsonNode data(String path) throws IOException {
    Http answer = Http.get(port, path);
    assertEquals(200, answer.status());
    return new ObjectMapper().readTree(answer.body());
  }

  private JsonNode awaitData(Predicate<JsonNode> condition) throws IOException {
    for (int i = 0; i < 300; i++) {
      JsonNode data = data("/data");
      if (condition.test(data)) {
        return data;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    return fail("not within 30 s: " + data("/data").toPrettyString());
  }
}
