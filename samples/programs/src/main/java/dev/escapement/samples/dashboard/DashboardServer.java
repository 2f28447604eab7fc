package dev.escapement.samples.dashboard;

import dev.escapement.loom.LoomBridge;
import dev.escapement.metrics.EscapementMetrics;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One runtime under load, and the page that shows its lag. Close it to end all of it. */
public final class DashboardServer implements AutoCloseable {
  /** Some polls of the hog are longer, and so count as stalls. */
  private static final Duration STALL = Duration.ofMillis(250);

  private final Site site;
  private final TaskRuntime runtime;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EscapementMetrics metrics;
  private final Sampler sampler;

  private DashboardServer(Site site) {
    this.site = site;
    this.runtime = TaskRuntime.builder().name("dashboard").stallThreshold(STALL).build();
    LoomBridge bridge = LoomBridge.of(runtime);
    this.metrics = new EscapementMetrics(runtime, List.of());
    metrics.bindTo(registry);

    Map<String, Switch> switches =
        Map.of("hog", new Hog(runtime), "saturation", new Saturation(bridge));
    new Load(runtime, bridge).start();
    this.sampler = new Sampler(runtime, registry, switches);
    site.start(sampler::report, this::scrape, switches);
  }

  /**
   * Starts all of it.
   *
   * @param port where the page is to be found on this machine, and on no other; 0 for any free one
   * @return a running server
   * @throws java.net.BindException if the port is not free
   * @throws IOException if there is no network to listen to
   */
  public static DashboardServer start(int port) throws IOException {
    return new DashboardServer(new Site(port));
  }

  /**
   * Where the page is.
   *
   * @return the port
   */
  public int port() {
    return site.port();
  }

  private String scrape() {
    metrics.publish();
    return registry.scrape();
  }

  @Override
  public void close() {
    site.close();
    sampler.close();
    metrics.close();
    registry.close();
    runtime.close();
  }
}
