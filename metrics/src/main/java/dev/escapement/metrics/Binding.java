package dev.escapement.metrics;

import dev.escapement.runtime.Histogram;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   meters, kept, replays    register    publish, remove    before the binding is handed out; then never written
 *   (the cursors of the replays are guarded by this)
 */
/** The meters of one runtime in one registry. Thread-safe once registered. */
final class Binding {
  private static final String LAG = "escapement.timer.lag";

  /** Of healthy lag as well: Micrometer's own range begins at a millisecond. */
  private static final Duration[] LEVELS = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(25_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10)
  };

  private final SchedulerProbe probe;
  private final MeterRegistry registry;
  private final Tags tags;
  private final Readings readings;
  private final List<Meter> meters = new ArrayList<>();
  private final List<Replay> replays = new ArrayList<>();

  /** A registry holds what a counter is read from weakly. */
  private final List<Rising> kept = new ArrayList<>();

  Binding(TaskRuntime runtime, SchedulerProbe probe, MeterRegistry registry, Tags tags) {
    this.probe = probe;
    this.registry = registry;
    this.tags = tags;
    this.readings = new Readings(runtime);
  }

  /** Registers all of the meters, or none. */
  void register() {
    synchronized (registry) { // of two twins at once, one is refused
      if (isTaken(registry)) {
        throw new IllegalStateException(
            "bindTo: the registry has meters with the tags "
                + tags
                + " already; give each runtime a name (Builder.name) or tags of its own");
      }
      try {
        histograms();
        timers();
        tasks();
        loop();
        machine();
      } catch (RuntimeException e) {
        remove();
        throw e;
      }
    }
  }

  /** Whether a registry, or one that it passes on to, has these very meters. */
  private boolean isTaken(MeterRegistry where) {
    boolean within =
        where instanceof CompositeMeterRegistry composite
            && composite.getRegistries().stream().anyMatch(this::isTaken);
    List<Tag> own = tags.stream().toList(); // a registry may add some to them
    return within
        || where.find(LAG).meters().stream()
            .anyMatch(meter -> meter.getId().getTags().containsAll(own));
  }

  boolean isOf(MeterRegistry other) {
    return registry == other;
  }

  synchronized void publish() {
    RuntimeSnapshot now = readings.refresh();
    try {
      replays.forEach(replay -> replay.publish(now));
    } catch (RuntimeException e) {
      System.getLogger("dev.escapement.metrics")
          .log(Level.WARNING, "a registry failed to record; what it was told is lost", e);
    }
  }

  void remove() {
    meters.forEach(registry::remove);
  }

  private void histograms() {
    replay(
        s -> s.timers().lag(),
        timer(LAG, "From a timer's deadline to its firing: the loop lag", true));
    replay(
        s -> s.timers().resumeLag(),
        timer(
            "escapement.resume.lag",
            "From there until a blocked thread runs again: the resume lag",
            true));
    replay(
        s -> s.tasks().pollDuration(),
        timer("escapement.poll.duration", "How long polls take; every 64th is timed", false));
  }

  private void replay(Function<RuntimeSnapshot, Histogram> read, Timer timer) {
    replays.add(new Replay(read, timer));
  }

  private Timer timer(String name, String description, boolean withLevels) {
    Timer.Builder builder = Timer.builder(name).description(description).tags(tags);
    if (withLevels) {
      builder
          .minimumExpectedValue(LEVELS[0])
          .maximumExpectedValue(LEVELS[LEVELS.length - 1])
          .serviceLevelObjectives(LEVELS);
    }
    Timer timer = builder.register(registry);
    meters.add(timer);
    return timer;
  }

  private void timers() {
    nanos(
        "escapement.timer.overdue",
        "How long the earliest timer is overdue, those in the inbox included",
        RuntimeSnapshot::overdueNanos);
    nanos(
        "escapement.timer.next.due",
        "How long until the earliest timer is due; NaN if there is none",
        Binding::untilDue);
    gauge("escapement.timers.pending", "Timers in the heap", "timers", s -> s.timers().pending());
    event("scheduled", s -> s.timers().scheduled());
    event("fired", s -> s.timers().fired());
    event("cancelled", s -> s.timers().cancelled());
    event("rescheduled", s -> s.timers().rescheduled());
    counter(
        "escapement.interval.missed",
        "Grid points that intervals have left out",
        "ticks",
        Tags.empty(),
        s -> s.timers().missedTicks());
  }

  private static double untilDue(RuntimeSnapshot s) {
    long due = s.timers().nextDeadlineNanos();
    return due == Long.MAX_VALUE ? Double.NaN : Math.max(0, due - s.nanoTime());
  }

  private void event(String event, ToDoubleFunction<RuntimeSnapshot> value) {
    counter(
        "escapement.timers",
        "What has happened to timers",
        "timers",
        Tags.of("event", event),
        value);
  }

  private void tasks() {
    gauge(
        "escapement.tasks.live",
        "Tasks that were spawned and have not ended",
        "tasks",
        s -> s.tasks().live());
    outcome("completed", s -> s.tasks().completed());
    outcome("failed", s -> s.tasks().failed());
    outcome("cancelled", s -> s.tasks().cancelled());
    counter("escapement.polls", "Polls that began", "polls", Tags.empty(), s -> s.tasks().polls());
  }

  private void outcome(String outcome, ToDoubleFunction<RuntimeSnapshot> value) {
    counter(
        "escapement.tasks", "How tasks have ended", "tasks", Tags.of("outcome", outcome), value);
  }

  private void loop() {
    counter(
        "escapement.carrier.busy",
        "Time in which the carrier did not wait for a timer or a message",
        "seconds",
        Tags.empty(),
        s -> (s.nanoTime() - s.loop().parkedNanos()) / 1e9);
    counter(
        "escapement.carrier.parks",
        "How often the carrier has waited",
        "parks",
        Tags.empty(),
        s -> s.loop().parks());
    counter(
        "escapement.carrier.stalls",
        "Polls and callbacks that lasted longer than the stall threshold",
        "stalls",
        Tags.empty(),
        s -> s.loop().stalls());
    gauge(
        "escapement.inbox.depth",
        "Messages that the loop has not taken",
        "messages",
        s -> s.loop().inboxDepth());
    counter(
        "escapement.clock.jumps",
        "How often the wall clock and the monotonic clock went apart",
        "jumps",
        Tags.empty(),
        s -> s.loop().clockJumps());
    nanos(
        "escapement.scheduler.delay",
        "How long a new virtual thread waits for one of the JDK's carriers",
        s -> probe.delayNanos());
    slack("lowest", true);
    slack("normal", false);
  }

  /** Two gauges: the carrier's thread sets its slack as it starts, maybe after this. */
  private void slack(String slack, boolean isLow) {
    String mode = readings.latest().loop().lagMode().name().toLowerCase(Locale.ROOT);
    gauge(
        "escapement.lag.mode",
        "The lag mode, and the timer slack that its carrier has: 1 for what is in effect",
        null,
        Tags.of("mode", mode, "slack", slack),
        s -> s.loop().lowSlack() == isLow ? 1 : 0);
  }

  /** What else may be to blame for a late timer: the system's scheduler, and the container's. */
  private void machine() {
    Machine machine = new Machine();
    if (machine.hasRunQueueDelay()) {
      counter(
          "escapement.carrier.runqueue",
          "Time in which the carrier was ready to run and had no processor",
          "seconds",
          Tags.empty(),
          machine::runQueueSeconds);
    }
    if (machine.hasThrottling()) {
      counter(
          "escapement.container.throttled",
          "Time in which the container had used up its processor time",
          "seconds",
          Tags.empty(),
          s -> machine.throttledSeconds());
    }
  }

  private void nanos(String name, String description, ToDoubleFunction<RuntimeSnapshot> value) {
    meters.add(
        TimeGauge.builder(
                name, readings, TimeUnit.NANOSECONDS, r -> value.applyAsDouble(r.latest()))
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  private void gauge(
      String name, String description, String unit, ToDoubleFunction<RuntimeSnapshot> value) {
    gauge(name, description, unit, Tags.empty(), value);
  }

  private void gauge(
      String name,
      String description,
      @Nullable String unit,
      Tags more,
      ToDoubleFunction<RuntimeSnapshot> value) {
    meters.add(
        Gauge.builder(name, readings, r -> value.applyAsDouble(r.latest()))
            .description(description)
            .baseUnit(unit)
            .tags(tags.and(more))
            .strongReference(true)
            .register(registry));
  }

  private void counter(
      String name,
      String description,
      String unit,
      Tags more,
      ToDoubleFunction<RuntimeSnapshot> value) {
    Rising rising = new Rising(readings, value);
    meters.add(
        FunctionCounter.builder(name, rising, Rising::value)
            .description(description)
            .baseUnit(unit)
            .tags(tags.and(more))
            .register(registry));
    kept.add(rising);
  }
}
