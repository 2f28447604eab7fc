package dev.escapement.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Poll;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EscapementMetricsTest {
  private static final int MOST_SERIES = 60;

  private final TaskRuntime runtime = TaskRuntime.builder().name("metered").build();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final EscapementMetrics metrics =
      new EscapementMetrics(runtime, List.of(Tag.of("zone", "a")));

  @AfterEach
  void close() {
    metrics.close();
    runtime.close();
  }

  /** Returns once so many timers have fired. */
  private void fireMany(int n) throws InterruptedException {
    CountDownLatch fired = new CountDownLatch(n);
    for (int i = 0; i < n; i++) {
      runtime.schedule(Duration.ofMillis(1 + i % 5), fired::countDown);
    }
    fired.await();
  }

  @Test
  void beforeBindTo_nothingIsRegistered() {
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void everyMeter_hasBothTagsADescriptionAndAName() {
    metrics.bindTo(registry);
    assertFalse(registry.getMeters().isEmpty());
    for (Meter meter : registry.getMeters()) {
      assertEquals("metered", meter.getId().getTag("runtime"), meter.getId()::toString);
      assertEquals("a", meter.getId().getTag("zone"), meter.getId()::toString);
      boolean ofTheRegistry = meter.getId().getName().endsWith(".histogram");
      assertTrue(ofTheRegistry || meter.getId().getDescription() != null, meter.getId()::toString);
      assertTrue(meter.getId().getName().startsWith("escapement."), meter.getId()::toString);
    }
  }

  @Test
  void lag_afterManyTimers_hasEachOnceInEveryRegistry() throws Exception {
    MeterRegistry other = new SimpleMeterRegistry();
    metrics.bindTo(registry);
    fireMany(500);
    metrics.publish();
    metrics.bindTo(other);
    fireMany(500);
    metrics.publish();
    metrics.publish();
    long fired = runtime.snapshot().timers().fired();
    assertEquals(1_000, fired);
    for (MeterRegistry each : List.of(registry, other)) {
      assertEquals(fired, each.get("escapement.timer.lag").timer().count());
      assertEquals(
          (double) fired,
          each.get("escapement.timers").tag("event", "fired").functionCounter().count());
    }
  }

  @Test
  void prometheus_hasAtMostSixtySeriesAndLagBuckets() throws Exception {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics.bindTo(prometheus);
    fireMany(100);
    metrics.publish();
    List<String> series =
        prometheus.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    System.out.println(series.size() + " series");
    assertTrue(series.size() <= MOST_SERIES, () -> series.size() + ": " + series);
    assertTrue(
        series.stream()
            .anyMatch(
                line ->
                    line.startsWith("escapement_timer_lag_seconds_bucket")
                        && line.contains("le=\"1.0E-5\"")),
        series::toString);
    assertTrue(
        series.stream()
            .anyMatch(
                line ->
                    line.startsWith("escapement_timer_lag_seconds_count") && line.endsWith(" 100")),
        series::toString);
  }

  @Test
  void overdue_whileTheLoopIsBlocked_risesAlsoForTimersInTheInbox() throws Exception {
    metrics.bindTo(registry);
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    var hog =
        runtime.spawn(
            context -> {
              blocked.countDown();
              release.await();
              return Poll.ready(1);
            });
    blocked.await();
    runtime.schedule(Duration.ZERO, () -> {}); // stays in the inbox
    try {
      double seen = 0;
      while (seen < 0.05) {
        seen = registry.get("escapement.timer.overdue").timeGauge().value(TimeUnit.SECONDS);
        Thread.onSpinWait();
      }
    } finally {
      release.countDown();
    }
    hog.join();
  }

  private double busySecondsWithin(Duration span) throws Exception {
    metrics.publish();
    double before = registry.get("escapement.carrier.busy").functionCounter().count();
    try (TaskRuntime other = TaskRuntime.start()) {
      other.blockOn(other.sleep(span));
    }
    metrics.publish();
    return registry.get("escapement.carrier.busy").functionCounter().count() - before;
  }

  /** The loop tells who waits before it parks: until it does, the time is busy time. */
  private void awaitParked() {
    double before;
    double after = -1;
    do {
      before = after;
      LockSupport.parkNanos(1_000_000);
      metrics.publish();
      after = registry.get("escapement.carrier.busy").functionCounter().count();
    } while (before != after);
  }

  @Test
  void busy_withinALongPark_doesNotRise() throws Exception {
    metrics.bindTo(registry);
    runtime.blockOn(Tasks.ready(1));
    awaitParked();
    double busy = busySecondsWithin(Duration.ofMillis(500));
    assertTrue(busy < 0.25, () -> busy + " s");
  }

  @Test
  void busy_ofAClosedRuntime_doesNotRise() throws Exception {
    metrics.bindTo(registry);
    runtime.close();
    double busy = busySecondsWithin(Duration.ofMillis(50));
    assertTrue(busy < 0.025, () -> busy + " s");
  }

  @Test
  void busy_ofARuntimeThatNobodyDrives_doesNotRise() throws Exception {
    try (TaskRuntime driven = TaskRuntime.builder().name("driven").withoutOwnThread().build()) {
      driven.blockOn(driven.sleep(Duration.ofMillis(1)));
      long parked = driven.snapshot().loop().parkedNanos();
      long at = driven.nanoTime();
      runtime.blockOn(runtime.sleep(Duration.ofMillis(50)));
      long busy = driven.nanoTime() - at - (driven.snapshot().loop().parkedNanos() - parked);
      assertTrue(busy < 25_000_000, () -> busy + " ns");
    }
  }

  @Test
  void failingRegistry_spoilsNoOther() throws Exception {
    metrics.bindTo(new FailingRegistry());
    metrics.bindTo(registry);
    fireMany(100);
    metrics.publish();
    assertEquals(100, registry.get("escapement.timer.lag").timer().count());
  }

  @Test
  void bindTo_whereANameIsTaken_leavesNothingBehind() {
    registry.counter("escapement.inbox.depth", "zone", "a", "runtime", "metered");
    assertThrows(IllegalArgumentException.class, () -> metrics.bindTo(registry));
    assertEquals(1, registry.getMeters().size());
  }

  @Test
  void severalRuntimes_shareARegistry() {
    metrics.bindTo(registry);
    try (TaskRuntime second = TaskRuntime.builder().name("second").build();
        EscapementMetrics others = new EscapementMetrics(second, List.of(Tag.of("zone", "a")))) {
      others.bindTo(registry);
      assertEquals(2, registry.get("escapement.timers.pending").gauges().size());
    }
    assertEquals(1, registry.get("escapement.timers.pending").gauges().size());
  }

  @Test
  void bindTo_ofATwin_isRefusedWithASentence() {
    metrics.bindTo(registry);
    metrics.bindTo(registry); // the same again changes nothing
    try (EscapementMetrics twin = new EscapementMetrics(runtime, List.of(Tag.of("zone", "a")));
        EscapementMetrics other = new EscapementMetrics(runtime, List.of(Tag.of("zone", "b")))) {
      String sentence =
          assertThrows(IllegalStateException.class, () -> twin.bindTo(registry)).getMessage();
      assertEquals(
          "bindTo: the registry has meters with the tags"
              + " [tag(runtime=metered),tag(zone=a)] already; give each runtime a name"
              + " (Builder.name) or tags of its own",
          sentence);
      other.bindTo(registry);
    }
  }

  @Test
  void bindTo_ofATwinWhereTheRegistryAddsTags_isRefused() {
    registry.config().commonTags("app", "shop");
    metrics.bindTo(registry);
    try (EscapementMetrics twin = new EscapementMetrics(runtime, List.of(Tag.of("zone", "a")))) {
      assertThrows(IllegalStateException.class, () -> twin.bindTo(registry));
    }
    assertFalse(registry.getMeters().isEmpty());
  }

  @Test
  void bindTo_aCompositeOfABoundRegistry_isRefused() {
    metrics.bindTo(registry);
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    composite.add(registry);
    assertThrows(IllegalStateException.class, () -> metrics.bindTo(composite));
  }

  @Test
  void bindTo_late_publishesWhatWasBefore() throws Exception {
    fireMany(100);
    metrics.bindTo(registry);
    assertEquals(100, registry.get("escapement.timer.lag").timer().count());
  }

  @Test
  void tags_namedAsTheMetersOwn_areRefusedWithASentence() {
    String sentence =
        assertThrows(
                IllegalArgumentException.class,
                () -> new EscapementMetrics(runtime, List.of(Tag.of("event", "x"))))
            .getMessage();
    assertEquals(
        "a tag is named 'event'; allowed is any name but runtime, event, outcome, mode, slack",
        sentence);
  }

  @Test
  void lagMode_showsTheSlackThatIsInEffect() throws Exception {
    runtime.blockOn(Tasks.ready(1)); // its thread has started by then
    metrics.bindTo(registry);
    double lowest = registry.get("escapement.lag.mode").tag("slack", "lowest").gauge().value();
    double normal = registry.get("escapement.lag.mode").tag("slack", "normal").gauge().value();
    assertEquals(1, lowest + normal);
    assertEquals(runtime.snapshot().loop().lowSlack() ? 1 : 0, lowest);
  }

  @Test
  void close_removesEveryMeterAndRefusesAnotherBinding() {
    metrics.bindTo(registry);
    metrics.close();
    metrics.close();
    assertEquals(List.of(), registry.getMeters());
    assertThrows(IllegalStateException.class, () -> metrics.bindTo(registry));
  }

  @Test
  void gauges_afterGarbageCollection_areNumbers() throws Exception {
    metrics.bindTo(registry);
    runtime.blockOn(Tasks.yieldNow());
    System.gc();
    metrics.publish();
    for (String name : List.of("escapement.timers.pending", "escapement.tasks.live")) {
      assertFalse(Double.isNaN(registry.get(name).gauge().value()), name);
    }
    assertTrue(registry.get("escapement.polls").functionCounter().count() > 0);
  }
}
