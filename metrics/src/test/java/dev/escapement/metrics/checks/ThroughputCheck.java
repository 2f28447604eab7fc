package dev.escapement.metrics.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.escapement.metrics.EscapementMetrics;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What it costs to watch: rounds of a million timers with metrics bound and scraped, beside rounds
 * without, in turn. A round takes about a second; the scrape comes while the timers fire.
 */
class ThroughputCheck {
  private static final int TIMERS = 1_000_000;
  private static final Duration UNTIL_DUE = Duration.ofMillis(500);
  private static final long UNTIL_SCRAPE_MILLIS = 700;
  private static final long SCRAPE_MILLIS = 1_000;
  private static final int PAIRS = 31;

  /** So often at most: a machine that others use may need more pairs until the median is known. */
  private static final int BATCHES = 4;

  private static final double LEAST_RATIO = 0.95;
  private static final double MOST_BYTES = 0.1;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Time from the deadline to the last firing; processor time and allocation of the carrier. */
  private record Round(double wall, double cpu, double bytes) {
    Round per(Round without) {
      return new Round(without.wall / wall, without.cpu / cpu, (bytes - without.bytes) / TIMERS);
    }
  }

  @Test
  void timers_withMetricsBoundAndScraped_fireAsFastAndAllocateNothingMore() throws Exception {
    List<Round> pairs = new ArrayList<>();
    try (TaskRuntime watched = TaskRuntime.start();
        TaskRuntime bare = TaskRuntime.start();
        EscapementMetrics metrics = new EscapementMetrics(watched, List.of())) {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      metrics.bindTo(registry);
      for (int i = 0; i < 2; i++) {
        var _ = scrapedRound(watched, metrics, registry);
        var _ = round(bare);
      }
      for (int batch = 0; batch < BATCHES && !isFast(pairs); batch++) {
        for (int i = 0; i < PAIRS; i++) {
          Round with = scrapedRound(watched, metrics, registry);
          pairs.add(with.per(round(bare)));
        }
      }
      assertEquals(
          watched.snapshot().timers().fired(),
          registry.get("escapement.timer.lag").timer().count());
    }
    System.out.printf(
        "timers with metrics bound and scraped, beside those without, median of %d pairs: %.3f of"
            + " the throughput by wall time, %.3f by the carrier's processor time (bar %.2f);"
            + " %.3f bytes more for each timer (bar %.1f)%n",
        pairs.size(),
        median(pairs, Round::wall),
        median(pairs, Round::cpu),
        LEAST_RATIO,
        median(pairs, Round::bytes),
        MOST_BYTES);
    assertTrue(isFast(pairs), pairs::toString);
    assertTrue(median(pairs, Round::bytes) <= MOST_BYTES, pairs::toString);
  }

  private static boolean isFast(List<Round> pairs) {
    return !pairs.isEmpty()
        && median(pairs, Round::wall) >= LEAST_RATIO
        && median(pairs, Round::cpu) >= LEAST_RATIO;
  }

  private static double median(List<Round> pairs, ToDoubleFunction<Round> figure) {
    return pairs.stream().mapToDouble(figure).sorted().toArray()[pairs.size() / 2];
  }

  private static Round scrapedRound(
      TaskRuntime runtime, EscapementMetrics metrics, PrometheusMeterRegistry registry)
      throws Exception {
    Runnable scrape =
        () -> {
          metrics.publish();
          var _ = registry.scrape();
        };
    Round round;
    try (var scraper = Executors.newSingleThreadScheduledExecutor()) {
      var _ =
          scraper.scheduleAtFixedRate(
              scrape, UNTIL_SCRAPE_MILLIS, SCRAPE_MILLIS, TimeUnit.MILLISECONDS);
      round = round(runtime);
    }
    metrics.publish();
    return round;
  }

  private static Round round(TaskRuntime runtime) throws Exception {
    long carrier = carrierOf(runtime);
    CountDownLatch fired = new CountDownLatch(TIMERS);
    Runnable count = fired::countDown;
    long due = runtime.nanoTime() + UNTIL_DUE.toNanos();
    for (int i = 0; i < TIMERS; i++) {
      runtime.schedule(Duration.ofNanos(due - runtime.nanoTime()), count);
    }
    runtime.blockOn(runtime.sleepUntil(due));
    long cpu = THREADS.getThreadCpuTime(carrier);
    long bytes = THREADS.getThreadAllocatedBytes(carrier);
    fired.await();
    return new Round(
        runtime.nanoTime() - due,
        THREADS.getThreadCpuTime(carrier) - cpu,
        THREADS.getThreadAllocatedBytes(carrier) - bytes);
  }

  private static long carrierOf(TaskRuntime runtime) throws InterruptedException {
    long[] id = new long[1];
    CountDownLatch known = new CountDownLatch(1);
    runtime.schedule(
        Duration.ZERO,
        () -> {
          id[0] = Thread.currentThread().threadId();
          known.countDown();
        });
    known.await();
    return id[0];
  }
}
