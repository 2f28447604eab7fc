package dev.escapement.samples.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The page, its data and its switches. It listens at 127.0.0.1, so that no other machine reaches
 * it, and answers only requests that name this machine as their host, so that no other site reaches
 * it through a browser. Only the page itself turns its switches. The threads are platform threads:
 * it answers while virtual threads cannot run.
 */
final class Site implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int LONGEST_FORM = 64;
  private static final String SWITCH = "/switches/";
  private static final Map<String, String> FILES =
      Map.of(
          "/", "text/html; charset=utf-8",
          "/dashboard.css", "text/css; charset=utf-8",
          "/dashboard.js", "text/javascript; charset=utf-8",
          "/icon.svg", "image/svg+xml",
          "/uPlot.iife.min.js", "text/javascript; charset=utf-8",
          "/uPlot.min.css", "text/css; charset=utf-8",
          "/uPlot.LICENSE", Reply.PLAIN);

  /** Answers a GET. */
  private interface Page {
    Reply reply(String query) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("dashboard-site-", 1).daemon().factory());
  private final ObjectMapper json = new ObjectMapper();

  /** Takes the port; answers nothing before {@link #start}. */
  Site(int port) throws IOException {
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
  }

  void start(LongFunction<Report> data, Supplier<String> metrics, Map<String, Switch> switches) {
    Map<String, Page> pages = new HashMap<>();
    FILES.forEach((path, type) -> pages.put(path, file(path, type)));
    pages.put("/data", query -> data(query, data));
    pages.put(
        "/metrics", query -> Reply.ok("text/plain; version=0.0.4; charset=utf-8", metrics.get()));
    server.createContext("/", exchange -> answer(exchange, pages, switches));
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static Page file(String path, String type) {
    String name = path.equals("/") ? "dashboard.html" : path.substring(1);
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the file " + name + " is missing");
      }
      Reply reply = Reply.ok(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return query -> reply;
    } catch (IOException e) {
      throw new IllegalStateException("the file " + name + " cannot be read", e);
    }
  }

  private Reply data(String query, LongFunction<Report> data) throws JsonProcessingException {
    if (!query.matches("(since=\\d{1,18})?")) {
      return Reply.refused(400, "/data takes since=NUMBER, or nothing.");
    }
    long since = query.isEmpty() ? 0 : Long.parseLong(query.substring("since=".length()));
    return Reply.ok("application/json", json.writeValueAsString(data.apply(since)));
  }

  private void answer(HttpExchange exchange, Map<String, Page> pages, Map<String, Switch> switches)
      throws IOException {
    try (exchange) {
      Reply reply = reply(exchange, pages, switches);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.type());
      headers.set("Cache-Control", "no-store");
      headers.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
      headers.set("X-Content-Type-Options", "nosniff");
      byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
      boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : body.length);
      if (!bodiless) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Reply reply(
      HttpExchange exchange, Map<String, Page> pages, Map<String, Switch> switches)
      throws IOException {
    String host = only(exchange, "Host");
    boolean named = host.matches("(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?");
    if (!named || exchange.getRequestURI().getRawAuthority() != null) {
      return Reply.refused(403, "This page is for this machine only: ask for it at 127.0.0.1.");
    }
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
    String method = exchange.getRequestMethod();
    Switch asked = path.startsWith(SWITCH) ? switches.get(path.substring(SWITCH.length())) : null;
    if (asked != null && method.equals("POST")) {
      return turn(asked, exchange, "http://" + host);
    }
    Page page = pages.get(path);
    if (asked != null || !method.equals("GET")) {
      String allowed = asked == null ? "GET" : "POST";
      exchange.getResponseHeaders().set("Allow", allowed);
      return Reply.refused(405, "What is asked for here takes " + allowed + " only.");
    }
    if (page == null) {
      return Reply.refused(404, "There is nothing here. There is the page at /, and /metrics.");
    }
    String query = exchange.getRequestURI().getRawQuery();
    return page.reply(query == null ? "" : query);
  }

  private static Reply turn(Switch asked, HttpExchange exchange, String ownOrigin)
      throws IOException {
    String origin = only(exchange, "Origin");
    if (!origin.isEmpty() && !origin.equals(ownOrigin)) {
      return Reply.refused(403, "A switch is turned by its own page only.");
    }
    byte[] form = exchange.getRequestBody().readNBytes(LONGEST_FORM);
    switch (new String(form, StandardCharsets.UTF_8)) {
      case "on=true" -> asked.turn(true);
      case "on=false" -> asked.turn(false);
      default -> {
        return Reply.refused(400, "A switch takes on=true or on=false.");
      }
    }
    return Reply.done();
  }

  /** A header's value; empty if there is none, and what fits nothing if there are several. */
  private static String only(HttpExchange exchange, String header) {
    List<String> values = exchange.getRequestHeaders().getOrDefault(header, List.of());
    return String.join(", ", values);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
