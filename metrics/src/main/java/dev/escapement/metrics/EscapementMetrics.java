package dev.escapement.metrics;

import static java.util.Objects.requireNonNull;

import dev.escapement.runtime.TaskRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   bindings     bindTo, close    any thread    guarded by this; each binding see there
 *   publisher    bindTo, close    any thread    guarded by this
 *   closed       close            bindTo        guarded by this
 *   (what has been published is guarded by each Binding; probe: see there)
 */
/**
 * Publishes the figures of one runtime: gauges and counters are read when a registry asks, and the
 * lag histograms are brought up to date twice a second by a daemon thread, which also starts a
 * virtual thread now and then to see how long that waits. The loop knows nothing of it. Does
 * nothing before {@link #bindTo}, and may be bound to several registries.
 *
 * <p>It is made for registries that count from the beginning, such as Prometheus's: each is told
 * the whole history. Of a registry that sends what is new at intervals, the last interval is
 * complete if {@link #publish} is called first, then the registry is closed, and then this.
 *
 * <p>Thread-safe. Close it to remove its meters; a closed runtime goes on to show its last figures
 * until then. What a registry throws while it records is logged.
 */
public final class EscapementMetrics implements MeterBinder, AutoCloseable {
  /** Shorter than the scrape interval, or between some scrapes no lag would be published. */
  private static final long PERIOD_MILLIS = 500;

  /** What the meters themselves tell apart by. */
  private static final Set<String> OWN_TAGS =
      Set.of("runtime", "event", "outcome", "mode", "slack");

  private final TaskRuntime runtime;
  private final Tags tags;
  private final SchedulerProbe probe = new SchedulerProbe(Thread::startVirtualThread);
  private final List<Binding> bindings = new ArrayList<>();
  private @Nullable ScheduledExecutorService publisher;
  private boolean closed;

  /**
   * For one runtime.
   *
   * @param runtime whose figures are published, with its name as the tag {@code runtime}
   * @param tags for every meter, beside that
   * @throws IllegalArgumentException if one of the tags is named as one of the meters' own
   */
  public EscapementMetrics(TaskRuntime runtime, Iterable<Tag> tags) {
    this.runtime = requireNonNull(runtime, "runtime");
    Tags given = Tags.of(requireNonNull(tags, "tags"));
    for (Tag tag : given) {
      if (OWN_TAGS.contains(tag.getKey())) {
        throw new IllegalArgumentException(
            "a tag is named '"
                + tag.getKey()
                + "'; allowed is any name but runtime, event, outcome, mode, slack");
      }
    }
    this.tags = given.and("runtime", runtime.snapshot().name());
  }

  /**
   * Registers the meters, and publishes what has been recorded so far: a second for each ten
   * million firings that there were. A registry that this is bound to already is left as it is. A
   * composite registry passes the histograms on to those registries only that it has by then.
   *
   * @param registry where to
   * @throws IllegalStateException after {@link #close}, or if the registry has meters with all of
   *     these tags already, such as those of a runtime with the same name
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    Binding binding = new Binding(runtime, probe, registry, tags);
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("bindTo: these metrics are closed");
      }
      if (bindings.stream().anyMatch(each -> each.isOf(registry))) {
        return;
      }
      binding.register();
      bindings.add(binding);
      if (publisher == null) {
        publisher = Executors.newSingleThreadScheduledExecutor(EscapementMetrics::publisherThread);
        var _ =
            publisher.scheduleWithFixedDelay(
                this::work, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    binding.publish();
  }

  private static Thread publisherThread(Runnable body) {
    Thread thread =
        Thread.ofPlatform()
            .name("escapement-metrics")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(body);
    thread.setContextClassLoader(null); // that of whoever came first would be kept
    return thread;
  }

  /**
   * Brings everything up to date now, for a reading that must not be half a second old. Nothing is
   * published twice.
   */
  public void publish() {
    List<Binding> all;
    synchronized (this) {
      all = List.copyOf(bindings);
    }
    all.forEach(Binding::publish);
  }

  private void work() {
    try {
      probe.launch();
      publish();
    } catch (Throwable t) { // the executor would stop here without a word
      System.getLogger("dev.escapement.metrics")
          .log(Level.ERROR, "lag was not published; it is tried again in half a second", t);
    }
  }

  /** Publishes what is left, and removes the meters from every registry. Idempotent. */
  @Override
  public void close() {
    List<Binding> all;
    ScheduledExecutorService ending;
    synchronized (this) {
      closed = true;
      all = List.copyOf(bindings);
      bindings.clear();
      ending = publisher;
      publisher = null;
    }
    if (ending != null) {
      ending.shutdown();
    }
    for (Binding binding : all) {
      binding.publish();
      binding.remove();
    }
  }
}
