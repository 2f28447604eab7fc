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
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What it costs to watch: rounds in which a million timers fire while nobody watches, rounds with
 * metrics bound, and rounds in which they are published and scraped as well, in random order. A
 * million timers fire within some 60 ms, so a scrape in each round is many more than one each
 * second: what it adds to a round counts as often as one falls into the time that a round takes.
 *
 * <p>Each round has a runtime of its own, since of two that serve for all rounds one may be a tenth
 * slower than the other, watched or not. Times are compared by their lower quartiles, since what
 * others do on the machine mostly makes a round slower, or by their medians, since now and then a
 * round is a third faster, and whose quartile has those is chance; the better of the two counts,
 * since a true cost moves both. Allocation is compared by the medians. A round does not count if it
 * began before all was armed, or was over before its scrape was.
 */
class ThroughputCheck {
  private static final int TIMERS = 1_000_000;

  /** Metrics publish by themselves half a second after they are bound: when all have fired. */
  private static final Duration UNTIL_DUE = Duration.ofMillis(300);

  /** Each brings a publication; metrics publish that often, a registry is scraped half as often. */
  private static final double NANOS_BETWEEN_SCRAPES = 5e8;

  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 31;

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

  private enum Kind {
    BARE,
    BOUND,
    SCRAPED
  }

  private final Map<Kind, List<Round>> rounds = new EnumMap<>(Kind.class);

  /** From the first firing to the last: time; processor time and allocation of the carrier. */
  private record Round(double wall, double cpu, double bytes) {
    Round minus(Round earlier) { // of two readings of the clocks
      return new Round(wall - earlier.wall, cpu - earlier.cpu, bytes - earlier.bytes);
    }
  }

  @Test
  void timers_withMetricsBoundAndScraped_fireAsFastAndAllocateNothingMore() throws Exception {
    List<Kind> order = new ArrayList<>(List.of(Kind.values()));
    for (Kind kind : order) {
      rounds.put(kind, new ArrayList<>());
      for (int i = 0; i < WARM_UPS; i++) {
        round(kind);
      }
    }
    rounds.values().forEach(List::clear);
    Random random = new Random(1);
    for (int batch = 0; batch < BATCHES && !isFast(); batch++) {
      for (int i = 0; i < ROUNDS; i++) {
        // what one round leaves behind falls on the next: not always on the same kind
        Collections.shuffle(order, random);
        for (Kind kind : order) {
          round(kind);
        }
      }
    }
    assertTrue(isKnown(), () -> "fewer than " + FEWEST + " rounds of a kind: " + rounds);
    double bytes = quartile(2, Kind.SCRAPED, Round::bytes) - quartile(2, Kind.BARE, Round::bytes);
    System.out.printf(
        "timers with metrics bound and scraped each half second, beside those without, lower"
            + " quartiles or medians of %d, %d and %d rounds: %.3f of the throughput by wall time,"
            + " %.3f by the carrier's processor time (bar %.2f; with a scrape in each round, of"
            + " %.0f ms, %.3f and %.3f); by the medians %.3f bytes more for each timer (bar"
            + " %.1f)%n",
        rounds.get(Kind.BARE).size(),
        rounds.get(Kind.BOUND).size(),
        rounds.get(Kind.SCRAPED).size(),
        ratio(Round::wall),
        ratio(Round::cpu),
        LEAST_RATIO,
        quartile(2, Kind.SCRAPED, Round::wall) / 1e6,
        quartile(2, Kind.BARE, Round::wall) / quartile(2, Kind.SCRAPED, Round::wall),
        quartile(2, Kind.BARE, Round::cpu) / quartile(2, Kind.SCRAPED, Round::cpu),
        bytes / TIMERS,
        MOST_BYTES);
    assertTrue(isFast(), rounds::toString);
    assertTrue(bytes / TIMERS <= MOST_BYTES, rounds::toString);
  }

  private boolean isFast() {
    return isKnown() && ratio(Round::wall) >= LEAST_RATIO && ratio(Round::cpu) >= LEAST_RATIO;
  }

  private boolean isKnown() {
    return rounds.values().stream().allMatch(kept -> kept.size() >= FEWEST);
  }

  private double ratio(ToDoubleFunction<Round> time) {
    return Math.max(ratio(1, time), ratio(2, time));
  }

  private double ratio(int which, ToDoubleFunction<Round> time) {
    double bound = quartile(which, Kind.BOUND, time);
    double scrape = quartile(which, Kind.SCRAPED, time) - bound;
    double scrapes = quartile(which, Kind.BOUND, Round::wall) / NANOS_BETWEEN_SCRAPES;
    return quartile(which, Kind.BARE, time) / (bound + scrapes * scrape);
  }

  private double quartile(int which, Kind kind, ToDoubleFunction<Round> figure) {
    List<Round> kept = rounds.get(kind);
    return kept.stream().mapToDouble(figure).sorted().toArray()[which * kept.size() / 4];
  }

  private void round(Kind kind) throws Exception {
    List<Round> kept = rounds.get(kind);
    try (TaskRuntime runtime = TaskRuntime.start()) {
      if (kind == Kind.BARE) {
        round(runtime, () -> {}, kept);
        return;
      }
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      try (EscapementMetrics metrics = new EscapementMetrics(runtime, List.of())) {
        metrics.bindTo(registry);
        Runnable scrape =
            () -> {
              metrics.publish();
              var _ = registry.scrape();
            };
        round(runtime, kind == Kind.SCRAPED ? scrape : () -> {}, kept);
        metrics.publish();
        assertEquals(TIMERS, registry.get("escapement.timer.lag").timer().count());
      }
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
