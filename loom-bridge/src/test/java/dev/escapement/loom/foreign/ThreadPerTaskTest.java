package dev.escapement.loom.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.junit.SimulationTest;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.ForeignBlockException;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/**
 * The JDK's thread-per-task executor over the bridge's threads. Its tasks may wait by the bridge;
 * whoever waits for them must do so, too, since {@code Future.get} and {@code close} of that
 * executor wait by the JDK: a foreign block, if there is still something to wait for.
 */
class ThreadPerTaskTest {
  private static final int TASKS = 20;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @SimulationTest(seeds = 10, twice = true)
  void close_afterItsThreadsWereJoined_returnsAtOnce(Simulation simulation, LoomBridge bridge)
      throws Exception {
    List<Thread> threads = new ArrayList<>();
    ThreadFactory factory =
        body -> {
          Thread thread = bridge.threadFactory().newThread(body);
          threads.add(thread);
          return thread;
        };
    simulation.run(
        bridge.blocking(
            () -> {
              List<Future<Duration>> futures = new ArrayList<>();
              try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
                for (int i = 1; i <= TASKS; i++) {
                  Duration time = Duration.ofHours(i);
                  futures.add(
                      executor.submit(
                          () -> {
                            bridge.sleep(time);
                            return simulation.elapsed();
                          }));
                }
                for (Thread thread : threads) {
                  bridge.join(thread);
                }
              }
              for (int i = 1; i <= TASKS; i++) {
                assertEquals(Duration.ofHours(i), futures.get(i - 1).resultNow());
              }
              return true;
            }));
    assertEquals(Duration.ofHours(TASKS), simulation.elapsed());
  }

  @SimulationTest(seeds = 10, twice = true)
  void close_afterItsTasksHaveTold_returnsAtOnce(Simulation simulation, LoomBridge bridge)
      throws Exception {
    simulation.run(
        bridge.blocking(
            () -> {
              try (ExecutorService executor =
                  Executors.newThreadPerTaskExecutor(bridge.threadFactory())) {
                List<Promise<Duration>> promises = new ArrayList<>();
                for (int i = 1; i <= TASKS; i++) {
                  Duration time = Duration.ofHours(i);
                  Promise<Duration> promise = new Promise<>();
                  promises.add(promise);
                  executor.execute(
                      () -> {
                        try {
                          bridge.sleep(time);
                          promise.complete(simulation.elapsed());
                        } catch (InterruptedException e) {
                          promise.fail(e);
                        }
                      });
                }
                List<Duration> ended =
                    bridge.await(Tasks.joinAll(promises.stream().map(Promise::asTask).toList()));
                assertEquals(Duration.ofHours(TASKS), ended.getLast());
              }
              return true;
            }));
    assertEquals(Duration.ofHours(TASKS), simulation.elapsed());
  }

  @Test
  void close_whileItsThreadsSleep_isAForeignBlock() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    try (Simulation simulation = Simulation.builder().grace(Duration.ofSeconds(1)).build()) {
      LoomBridge bridge = LoomBridge.of(simulation.runtime());
      ForeignBlockException thrown =
          assertThrows(
              ForeignBlockException.class,
              () -> simulation.run(bridge.blocking(() -> closeEarly(bridge, threads, log))));
      assertTrue(thrown.getMessage().contains("is blocked outside the bridge"), thrown::toString);
      assertTrue(thrown.getMessage().contains("ThreadPerTaskExecutor"), thrown::toString);
      assertEquals(MINUTE, simulation.elapsed());
    }
    for (Thread thread : threads) {
      assertTrue(thread.join(Duration.ofSeconds(20)), thread::toString);
    }
    assertEquals(List.of("unwound", "unwound", "unwound"), log);
  }

  private static boolean closeEarly(LoomBridge bridge, List<Thread> threads, List<String> log)
      throws InterruptedException {
    ThreadFactory factory =
        body -> {
          Thread thread = bridge.threadFactory().newThread(body);
          threads.add(thread);
          return thread;
        };
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      for (int i = 0; i < 3; i++) {
        var _ =
            executor.submit(
                () -> {
                  try {
                    bridge.sleep(Duration.ofHours(1));
                  } finally {
                    log.add("unwound");
                  }
                  return true;
                });
      }
      bridge.sleep(MINUTE);
    }
    return true;
  }
}
