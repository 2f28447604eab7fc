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
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What it costs to watch: rounds of a million timers with metrics bound and scraped while they
 * fire, beside rounds without, in turn. Each round has a runtime of its own, since of two that
 * serve for all rounds one may be a tenth slower than the other, watched or not. Times are compared
 * by their lower quartiles, since what others do on the machine mostly makes a round slower, or by
 * their medians, since now and then a round is a third faster, and whose quartile has those is
 * chance; the better of the two counts, since a true cost moves both. Allocation is compared by the
 * medians. A round does not count if it began before all was armed, or was over before its scrape
 * was.
 */
class ThroughputCheck {
  private static final int TIMERS = 1_000_000;

  /** Metrics are published half a second after they are bound: while the timers fire. */
  private static final Duration UNTIL_DUE = Duration.ofMillis(450);

  private static final int WARM_UPS = 2;
  private static final int PAIRS = 31;

  /**
   * So often at most, until the bar is cleared: a machine that others use may need more rounds
   * until enough are calm.
   */
  private static final int BATCHES = 4;

  /** So many rounds of each kind have to count. */
  private static final int FEWEST = 8;

  private static final double LEAST_RATIO = 0.95;
  private static final double MOST_BYTES = 0.1;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Round> watchedRounds = new ArrayList<>();
  private final List<Round> bareRounds = new ArrayList<>();

  /** From the first firing to the last: time; processor time and allocation of the carrier. */
  private record Round(double wall, double cpu, double bytes) {
    Round minus(Round earlier) { // of two readings of the clocks
      return new Round(wall - earlier.wall, cpu - earlier.cpu, bytes - earlier.bytes);
    }
  }

  @Test
  void timers_withMetricsBoundAndScraped_fireAsFastAndAllocateNothingMore() throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      watched();
      bare();
    }
    watchedRounds.clear();
    bareRounds.clear();
    for (int batch = 0; batch < BATCHES && !isFast(); batch++) {
      for (int i = 0; i < PAIRS; i++) {
        // who goes first takes turns, too: what one round leaves behind falls on the next
        if (i % 2 == 0) {
          watched();
          bare();
        } else {
          bare();
          watched();
        }
      }
    }
    assertTrue(
        isKnown(),
        () -> watchedRounds.size() + " and " + bareRounds.size() + " rounds of " + FEWEST);
    double bytes = quartile(2, watchedRounds, Round::bytes) - quartile(2, bareRounds, Round::bytes);
    System.out.printf(
        "timers with metrics bound and a scrape while they fire, beside those without, lower"
            + " quartiles or medians of %d and %d rounds: %.3f of the throughput by wall time, %.3f"
            + " by the carrier's processor time (bar %.2f); by the medians %.3f bytes more for each"
            + " timer (bar %.1f)%n",
        watchedRounds.size(),
        bareRounds.size(),
        ratio(Round::wall),
        ratio(Round::cpu),
        LEAST_RATIO,
        bytes / TIMERS,
        MOST_BYTES);
    assertTrue(isFast(), () -> watchedRounds + " beside " + bareRounds);
    assertTrue(bytes / TIMERS <= MOST_BYTES, () -> watchedRounds + " beside " + bareRounds);
  }

  private boolean isFast() {
    return isKnown() && ratio(Round::wall) >= LEAST_RATIO && ratio(Round::cpu) >= LEAST_RATIO;
  }

  private boolean isKnown() {
    return Math.min(watchedRounds.size(), bareRounds.size()) >= FEWEST;
  }

  private double ratio(ToDoubleFunction<Round> time) {
    return Math.max(ratio(1, time), ratio(2, time));
  }

  private double ratio(int which, ToDoubleFunction<Round> time) {
    return quartile(which, bareRounds, time) / quartile(which, watchedRounds, time);
  }

  private static double quartile(int which, List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray()[which * rounds.size() / 4];
  }

  private void watched() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (TaskRuntime runtime = TaskRuntime.start();
        EscapementMetrics metrics = new EscapementMetrics(runtime, List.of())) {
      metrics.bindTo(registry);
      Runnable scrape =
          () -> {
            metrics.publish();
            var _ = registry.scrape();
          };
      round(runtime, scrape, watchedRounds);
      metrics.publish();
      assertEquals(TIMERS, registry.get("escapement.timer.lag").timer().count());
    }
  }

  private void bare() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      round(runtime, () -> {}, bareRounds);
    }
  }

  /** One round, kept if it counts; the scrape is made once the first timer has fired. */
  private static void round(TaskRuntime runtime, Runnable scrape, List<Round> kept)
      throws Exception {
    Firing firing = new Firing(runtime);
    long due = runtime.nanoTime() + UNTIL_DUE.toNanos();
    for (int i = 0; i < TIMERS; i++) {
      runtime.schedule(Duration.ofNanos(due - runtime.nanoTime()), firing);
    }
    boolean armedInTime = firing.begun.getCount() > 0;
    firing.begun.await();
    scrape.run();
    boolean scrapedInTime = firing.over.getCount() > 0;
    firing.over.await();
    if (armedInTime && scrapedInTime) {
      kept.add(firing.took);
    }
  }

  /** The callback of all timers of a round: it reads the clocks of the carrier, where it runs. */
  private static final class Firing implements Runnable {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);
    private final TaskRuntime runtime;
    private int fired;
    private Round took = new Round(0, 0, 0);

    Firing(TaskRuntime runtime) {
      this.runtime = runtime;
    }

    @Override
    public void run() {
      fired++;
      if (fired == 1) {
        took = now().minus(took);
        begun.countDown();
      } else if (fired == TIMERS) {
        took = now().minus(took);
        over.countDown();
      }
    }

    private Round now() {
      return new Round(
          runtime.nanoTime(),
          THREADS.getCurrentThreadCpuTime(),
          THREADS.getCurrentThreadAllocatedBytes());
    }
  }
}
