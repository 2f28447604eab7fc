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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   bindings     bindTo, close    any thread    guarded by this
 *   publisher    bindTo, close    any thread    guarded by this
 *   closed       close            bindTo        guarded by this
 *   probe        see there
 *   (what has been published: see Binding, under its own lock)
 */
/**
 * Publishes the figures of one runtime: gauges and counters are read when a registry asks, and the
 * lag histograms are brought up to date once a second by a daemon thread, which also starts a
 * virtual thread to see how long that waits. The loop knows nothing of it. Does nothing before
 * {@link #bindTo}, and may be bound to several registries.
 *
 * <p>Thread-safe. Close it to remove its meters; a closed runtime goes on to show its last figures
 * until then.
 */
public final class EscapementMetrics implements MeterBinder, AutoCloseable {
  private static final long PERIOD_MILLIS = 1_000;

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
   */
  public EscapementMetrics(TaskRuntime runtime, Iterable<Tag> tags) {
    this.runtime = requireNonNull(runtime, "runtime");
    this.tags = Tags.of(requireNonNull(tags, "tags")).and("runtime", runtime.snapshot().name());
  }

  /**
   * Registers the meters. A registry that has them already is left as it is.
   *
   * @param registry where to
   * @throws IllegalStateException after {@link #close}, or if the registry has the meters of
   *     another runtime with the same name and tags
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    if (closed) {
      throw new IllegalStateException("bindTo: these metrics are closed");
    }
    if (bindings.stream().anyMatch(binding -> binding.isOf(registry))) {
      return;
    }
    if (Binding.isTaken(registry, tags)) {
      throw new IllegalStateException(
          "bindTo: the registry has meters with the tags "
              + tags
              + " already; give each runtime a name (Builder.name) or tags of its own");
    }
    bindings.add(new Binding(runtime, probe, registry, tags));
    if (publisher == null) {
      publisher =
          Executors.newSingleThreadScheduledExecutor(
              body -> {
                Thread thread = new Thread(body, "escapement-metrics");
                thread.setDaemon(true);
                return thread;
              });
      var _ =
          publisher.scheduleWithFixedDelay(
              this::work, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Brings the histograms up to date now, for a reading that must not be a second old. Nothing is
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
    } catch (RuntimeException e) { // a registry's; an executor would stop here
      System.getLogger("dev.escapement.metrics")
          .log(Level.WARNING, "a registry failed to record; it is tried again in a second", e);
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
