package dev.escapement.loom.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.LoomScheduledExecutor;
import dev.escapement.loom.junit.SimulationTest;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;

/**
 * A cache whose ticker, executor and scheduler are those of the simulation. Removals are told by
 * the executor, so they come in its threads.
 */
class CaffeineTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final List<String> log = new ArrayList<>();
  private Simulation simulation;
  private TaskRuntime runtime;
  private LoomBridge bridge;

  @BeforeEach
  void start(Simulation simulation, LoomBridge bridge) {
    this.simulation = simulation;
    this.runtime = simulation.runtime();
    this.bridge = bridge;
  }

  private interface Body {
    void run(Caffeine<Object, Object> builder) throws Exception;
  }

  private void inSimulation(Body body) throws ExecutionException {
    simulation.run(
        bridge.blocking(
            () -> {
              try (LoomScheduledExecutor executor = bridge.scheduledExecutor()) {
                body.run(
                    Caffeine.newBuilder()
                        .ticker(runtime::nanoTime)
                        .executor(executor)
                        .scheduler(Scheduler.forScheduledExecutorService(executor)));
              }
              return true;
            }));
  }

  private Cache<String, String> expiringAfterWrite(Caffeine<Object, Object> builder) {
    return builder
        .expireAfterWrite(TEN_SECONDS)
        .removalListener(
            (String key, String value, RemovalCause cause) ->
                log.add(key + " " + cause + " " + simulation.elapsed()))
        .build();
  }

  @SimulationTest(seeds = 10, twice = true)
  void expireAfterWrite_oneEntry_isRemovedAtThatTime() throws Exception {
    inSimulation(
        builder -> {
          Cache<String, String> cache = expiringAfterWrite(builder);
          cache.put("a", "1");
          bridge.sleep(TEN_SECONDS.minusNanos(1));
          assertEquals("1", cache.getIfPresent("a"));
          bridge.sleep(Duration.ofSeconds(1));
          assertNull(cache.getIfPresent("a"));
        });
    assertEquals(List.of("a EXPIRED PT10S"), log);
  }

  @SimulationTest(seeds = 10, twice = true)
  void expireAfterWrite_severalEntries_areEachRemovedAtTheirTime() throws Exception {
    inSimulation(
        builder -> {
          Cache<String, String> cache = expiringAfterWrite(builder);
          cache.put("a", "1");
          bridge.sleep(Duration.ofSeconds(2));
          cache.put("b", "1");
          bridge.sleep(Duration.ofSeconds(3));
          cache.put("a", "2"); // begins anew
          bridge.sleep(Duration.ofMinutes(1));
          assertEquals(0, cache.estimatedSize());
        });
    assertEquals(List.of("a REPLACED PT5S", "b EXPIRED PT12S", "a EXPIRED PT15S"), log);
  }

  @SimulationTest(seeds = 3, twice = true)
  void expireAfterWrite_overHours_keepsUp() throws Exception {
    int minutes = 8 * 60;
    inSimulation(
        builder -> {
          Cache<String, String> cache = expiringAfterWrite(builder);
          for (int i = 0; i < minutes; i++) {
            cache.put("key", "value");
            bridge.sleep(Duration.ofMinutes(1));
          }
        });
    assertEquals(minutes, log.size());
    for (int i = 0; i < minutes; i++) {
      assertEquals("key EXPIRED " + Duration.ofMinutes(i).plus(TEN_SECONDS), log.get(i));
    }
  }

  @SimulationTest(seeds = 10, twice = true)
  void refreshAfterWrite_ofAnAsyncCache_loadsByTheBridge() throws Exception {
    inSimulation(
        builder -> {
          AsyncLoadingCache<String, String> cache =
              builder
                  .refreshAfterWrite(TEN_SECONDS)
                  .buildAsync(
                      key -> {
                        log.add("load " + simulation.elapsed());
                        bridge.sleep(Duration.ofSeconds(1));
                        return key + log.size();
                      });
          assertEquals("a1", bridge.await(Tasks.fromStage(cache.get("a"))));
          assertEquals(Duration.ofSeconds(1), simulation.elapsed());
          bridge.sleep(TEN_SECONDS.plusMillis(1));
          assertEquals("a1", bridge.await(Tasks.fromStage(cache.get("a")))); // begins to refresh
          bridge.sleep(Duration.ofSeconds(2));
          assertEquals("a2", bridge.await(Tasks.fromStage(cache.get("a"))));
        });
    assertEquals(List.of("load PT0S", "load PT11.001S"), log);
  }
}
