package dev.escapement.metrics.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Eight faults, each in a runtime of its own beside a healthy one, all in this JVM: each raises the
 * alert that names it within two scrapes, and no other alert but its symptoms.
 *
 * <p>A healthy runtime raises none at any time, nor does one whose fault has not come. There are
 * two exceptions. Once the JDK's scheduler of virtual threads is saturated, the threads of every
 * runtime are late. And where a {@link Witness} saw that the machine itself was late, an alert that
 * says so is true.
 */
class FaultsCheck {
  private static final Path RULES = Path.of("prometheus", "escapement.rules.yml");
  private static final String HEALTHY = "healthy";
  private static final int BAR_SCRAPES = 2;
  private static final Duration SCRAPE = Duration.ofSeconds(1);
  private static final Duration EVALUATION = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration HEALTHY_RUN = Duration.ofSeconds(65);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static {
    // One carrier for all virtual threads, set before the first of them: what saturates it leaves a
    // processor free.
    System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Subject> subjects = new HashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Witness witness;
  private MetricsEndpoint endpoint;
  private PrometheusServer server;

  @BeforeEach
  void start() throws Exception {
    subject(HEALTHY);
    Faults.all().forEach(fault -> subject(fault.name()));
    Thread.sleep(WARM_UP); // a JVM that has just started is late
    witness = new Witness();
    opened.push(witness);
    endpoint = new MetricsEndpoint(registry);
    opened.push(endpoint);
    server = new PrometheusServer(SCRAPE, EVALUATION, List.of(RULES), List.of(endpoint.target()));
    opened.push(server);
    server.awaitScrapes(endpoint.target(), 3);
  }

  private void subject(String name) {
    Subject subject = new Subject(name, registry);
    opened.push(subject);
    subjects.put(name, subject);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void eachFault_raisesItsAlertAndNoOther() throws Exception {
    Thread.sleep(HEALTHY_RUN);
    Map<String, Set<String>> early = raised(Instant.MAX);
    System.out.printf(
        "%d s without a fault: alerts %s; highest p99 of lag %.1f ms, of resume lag %.1f ms%n",
        HEALTHY_RUN.toSeconds(), early, worstMillis("timer_lag"), worstMillis("resume_lag"));
    Set<String> trueByNow = trueOfTheMachine();
    early.values().forEach(alerts -> alerts.removeAll(trueByNow));
    early.values().removeIf(Set::isEmpty);
    assertEquals(Map.of(), early);

    List<Outcome> outcomes = new ArrayList<>();
    Instant shared = Instant.MAX;
    for (Fault fault : Faults.all()) {
      Thread.sleep(ThreadLocalRandom.current().nextInt((int) SCRAPE.toMillis())); // any phase
      Instant injected = fault.injection().into(subjects.get(fault.name()));
      if (fault.alert().equals(Faults.SHARED)) {
        shared = injected;
      }
      outcomes.add(outcome(fault, injected));
      Duration left = Duration.between(Instant.now(), injected.plus(fault.lasts()));
      Thread.sleep(Math.max(0, left.toMillis()));
    }

    Map<String, Set<String>> all = raised(shared);
    Set<String> trueAnyway = trueOfTheMachine();
    List<String> complaints = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Set<String> others = all.getOrDefault(outcome.fault().name(), Set.of());
      System.out.println(outcome.describe(others));
      complaints.addAll(outcome.complaints(BAR_SCRAPES, others, trueAnyway));
    }
    Set<String> ofTheHealthy = all.getOrDefault(HEALTHY, new TreeSet<>());
    System.out.println(HEALTHY + " all the time: " + ofTheHealthy);
    ofTheHealthy.removeAll(trueAnyway);
    assertEquals(Set.of(), ofTheHealthy);
    assertEquals(List.of(), complaints);
  }

  private Set<String> trueOfTheMachine() {
    System.out.printf("threads that only paused were %d ms late%n", witness.late().toMillis());
    return witness.sawALateMachine() ? Faults.OF_A_LATE_MACHINE : Set.of();
  }

  private Outcome outcome(Fault fault, Instant injected) throws Exception {
    Instant active = awaitAlert(fault, injected);
    Instant from = injected.plus(fault.latency());
    long scrapes =
        server.scrapes(endpoint.target()).stream()
            .filter(scrape -> scrape.isAfter(from) && !scrape.isAfter(active))
            .count();
    return new Outcome(fault, injected, active, scrapes);
  }

  private Instant awaitAlert(Fault fault, Instant injected) throws Exception {
    while (Instant.now().isBefore(injected.plus(PATIENCE))) {
      for (Alert alert : server.alerts()) {
        if (alert.name().equals(fault.alert())
            && alert.runtime().equals(fault.name())
            && alert.state().equals("firing")) {
          return alert.activeAt();
        }
      }
      Thread.sleep(EVALUATION);
    }
    throw new AssertionError(fault.name() + " raised only " + raised(Instant.MAX));
  }

  /** Whatever was pending or firing until now, by runtime; without that which they share. */
  private Map<String, Set<String>> raised(Instant shared) throws Exception {
    Map<String, Set<String>> raised = new HashMap<>();
    for (Series alert : server.query("ALERTS[30m]")) {
      Instant first = alert.points().getFirst().time();
      String name = alert.label("alertname");
      String runtime = alert.label("runtime");
      boolean ofAll = name.equals(Faults.SHARED) && first.isAfter(shared);
      if (!ofAll || runtime.equals(Faults.SATURATED)) {
        raised.computeIfAbsent(runtime, r -> new TreeSet<>()).add(name);
      }
    }
    return raised;
  }

  private double worstMillis(String lag) throws Exception {
    return 1e3 * server.value("max(max_over_time(runtime:escapement_" + lag + "_seconds:p99[1m]))");
  }
}
