package dev.escapement.metrics.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.metrics.EscapementMetrics;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a real Prometheus says of a runtime, beside what is known to be so. */
class PrometheusCheck {
  private static final Duration SCRAPE = Duration.ofSeconds(1);

  /** Log-normal lags, in steps between two scrapes. */
  private static final long SEED = 1;

  private static final int LAGS = 20_000;
  private static final int STEPS = 120;
  private static final Duration STEP = Duration.ofMillis(100);
  private static final double MEDIAN_NANOS = 2e6;
  private static final double SIGMA = 1.6;
  private static final long LEAST_NANOS = 20_000;
  private static final long MOST_NANOS = 3_000_000_000L;

  private static final int TIMERS = 10_000_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private static PrometheusServer server(MetricsEndpoint... endpoints)
      throws IOException, InterruptedException {
    List<String> targets = Arrays.stream(endpoints).map(MetricsEndpoint::target).toList();
    return new PrometheusServer(SCRAPE, SCRAPE, List.of(), targets);
  }

  @Test
  void quantiles_ofKnownLags_areInTheBucketThatHoldsThem() throws Exception {
    long[] lags = lags();
    LateClock clock = new LateClock();
    try (TaskRuntime runtime = TaskRuntime.builder().withoutOwnThread().timeSource(clock).build();
        EscapementMetrics metrics = new EscapementMetrics(runtime, List.of());
        MetricsEndpoint endpoint = new MetricsEndpoint(registry);
        PrometheusServer server = server(endpoint)) {
      metrics.bindTo(registry);
      server.awaitScrapes(endpoint.target(), 2); // zeros, to rise from
      for (int i = 0; i < LAGS; i++) {
        clock.beLate(lags[i]);
        runtime.blockOn(runtime.sleep(Duration.ofMillis(1)));
        runtime.access().recordResumeLag(lags[i]);
        if (i % (LAGS / STEPS) == 0) {
          Thread.sleep(STEP);
        }
      }
      metrics.publish();
      server.awaitScrapes(endpoint.target(), 2);
      Arrays.sort(lags);
      for (String meter : List.of("escapement_timer_lag", "escapement_resume_lag")) {
        NavigableMap<Double, Double> buckets = buckets(server, meter);
        buckets.forEach((bound, count) -> compareCount(meter, lags, bound, count));
        for (double quantile : new double[] {0.5, 0.9, 0.99, 0.999}) {
          double exact = lags[(int) Math.ceil(quantile * LAGS) - 1] / 1e9;
          compareQuantile(server, meter, quantile, exact, buckets);
        }
      }
    }
  }

  private static long[] lags() {
    Random random = new Random(SEED);
    long[] lags = new long[LAGS];
    for (int i = 0; i < LAGS; i++) {
      double lag = MEDIAN_NANOS * Math.exp(SIGMA * random.nextGaussian());
      lags[i] = Math.clamp((long) lag, LEAST_NANOS, MOST_NANOS);
    }
    return lags;
  }

  /** How many values each bucket holds, those of the buckets before it included. */
  private static NavigableMap<Double, Double> buckets(PrometheusServer server, String meter)
      throws Exception {
    NavigableMap<Double, Double> buckets = new TreeMap<>();
    for (Series bucket : server.query(meter + "_seconds_bucket")) {
      buckets.put(Series.number(bucket.label("le")), bucket.last().value());
    }
    return buckets;
  }

  /** A value may be rounded up by 1/32, and then over the bound. */
  private static void compareCount(String meter, long[] lags, double bound, double count) {
    long most = Arrays.stream(lags).filter(lag -> lag <= bound * 1e9).count();
    long least = Arrays.stream(lags).filter(lag -> lag * (33 / 32.0) <= bound * 1e9).count();
    assertTrue(
        least <= count && count <= most,
        () -> meter + ": " + count + " up to " + bound + " s, not " + least + " to " + most);
  }

  private static void compareQuantile(
      PrometheusServer server,
      String meter,
      double quantile,
      double exact,
      NavigableMap<Double, Double> buckets)
      throws Exception {
    double seen =
        server.value(
            "histogram_quantile(%s, sum by (le) (rate(%s_seconds_bucket[5m])))"
                .formatted(quantile, meter));
    double low = buckets.lowerKey(exact);
    double high = buckets.ceilingKey(exact);
    System.out.printf(
        "%-21s q %-5s exactly %9.3f ms, Prometheus %9.3f ms, bucket %s to %s s%n",
        meter, quantile, exact * 1e3, seen * 1e3, low, high);
    assertTrue(low <= seen && seen <= high, () -> meter + ": quantile " + quantile);
  }

  /** The second registry is bound half-way, and has to catch up. */
  @Test
  void tenMillionTimers_areCountedExactlyByTwoTargets() throws Exception {
    PrometheusMeterRegistry second = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (TaskRuntime runtime = TaskRuntime.start();
        EscapementMetrics metrics = new EscapementMetrics(runtime, List.of());
        MetricsEndpoint one = new MetricsEndpoint(registry);
        MetricsEndpoint two = new MetricsEndpoint(second);
        PrometheusServer server = server(one, two)) {
      metrics.bindTo(registry);
      ManyTimers.fire(runtime, TIMERS / 2);
      metrics.bindTo(second);
      ManyTimers.fire(runtime, TIMERS / 2);
      metrics.publish();
      long fired = runtime.snapshot().timers().fired();
      assertEquals(TIMERS, fired);
      for (MetricsEndpoint each : List.of(one, two)) {
        server.awaitScrapes(each.target(), 2);
        String of = "{instance=\"" + each.target() + "\"";
        double lags = server.value("escapement_timer_lag_seconds_count" + of + "}");
        double timers = server.value("escapement_timers_total" + of + ",event=\"fired\"}");
        System.out.printf(
            "%d timers: Prometheus has %.0f lags and %.0f firings, in %d scrapes%n",
            fired, lags, timers, server.scrapes(each.target()).size());
        assertEquals((double) fired, lags);
        assertEquals((double) fired, timers);
      }
    }
  }
}
