package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.DeadlockException;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatonTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Simulation simulation = Simulation.seeded(0);
  private final TaskRuntime runtime = simulation.runtime();
  private final LoomBridge bridge = LoomBridge.of(runtime);
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  private void run(Body body) throws ExecutionException {
    simulation.run(
        bridge.blocking(
            () -> {
              body.run();
              return true;
            }));
  }

  private interface Body {
    void run() throws Exception;
  }

  @Test
  void sleep_anHour_takesNoTime() throws Exception {
    run(() -> bridge.sleep(HOUR));
    assertEquals(HOUR, simulation.elapsed());
  }

  @Test
  void forks_withEqualDeadlines_goOnInTheirOrder() throws Exception {
    List<String> expected = new ArrayList<>();
    run(
        () -> {
          try (Scope scope = bridge.openScope()) {
            for (int i = 0; i < 100; i++) {
              String name = "fork-" + i;
              expected.add(name);
              var _ =
                  scope.fork(
                      name,
                      () -> {
                        Loom.sleep(HOUR);
                        return log.add(name);
                      });
            }
            var _ = scope.join();
          }
        });
    assertEquals(expected, log);
    assertEquals(HOUR, simulation.elapsed());
  }

  @Test
  void withTimeout_aroundASleep_interruptsIt() throws Exception {
    run(
        () ->
            assertThrows(
                TimeoutException.class,
                () ->
                    bridge.withTimeout(
                        Duration.ofSeconds(1),
                        () -> {
                          bridge.sleep(HOUR);
                          return 1;
                        })));
    assertEquals(Duration.ofSeconds(1), simulation.elapsed());
  }

  @Test
  void interrupt_ofASleeper_endsItsSleepAtThatTime() throws Exception {
    run(
        () -> {
          Thread sleeper =
              bridge
                  .threadFactory()
                  .newThread(
                      () -> {
                        try {
                          bridge.sleep(HOUR);
                        } catch (InterruptedException e) {
                          log.add("interrupted at " + simulation.elapsed());
                        }
                      });
          sleeper.start();
          bridge.sleep(Duration.ofMinutes(1));
          sleeper.interrupt();
          assertEquals(List.of(), log);
          bridge.join(sleeper);
          assertEquals(List.of("interrupted at PT1M"), log);
        });
    assertEquals(Duration.ofMinutes(1), simulation.elapsed());
  }

  @Test
  void join_ofAHandle_isABridgeCall() throws Exception {
    run(
        () -> {
          JoinHandle<Boolean> fork =
              bridge.fork(
                  "fork",
                  () -> {
                    bridge.sleep(HOUR);
                    return true;
                  });
          assertThrows(TimeoutException.class, () -> fork.join(Duration.ofMinutes(1)));
          assertTrue(fork.join());
          assertEquals("x", runtime.blockOn(Tasks.ready("x")));
        });
    assertEquals(HOUR, simulation.elapsed());
  }

  @Test
  void executor_atAFixedRate_runsOnTheGrid() throws Exception {
    run(
        () -> {
          try (ScheduledExecutorService executor = bridge.scheduledExecutor()) {
            var future =
                executor.scheduleAtFixedRate(
                    () -> log.add(simulation.elapsed().toString()), 1, 1, TimeUnit.HOURS);
            bridge.sleep(Duration.ofMinutes(150));
            assertTrue(future.cancel(false));
          }
        });
    assertEquals(List.of("PT1H", "PT2H"), log);
  }

  @Test
  void close_whileThreadsWait_unwindsThem() {
    for (int i = 0; i < 10; i++) {
      String name = "thread-" + i;
      var _ =
          bridge.fork(
              name,
              () -> {
                try {
                  bridge.sleep(HOUR);
                } finally {
                  log.add(name);
                }
                return true;
              });
    }
    simulation.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), log);
    simulation.close();
    assertEquals(10, log.size());
  }

  @Test
  void outsiders_areRefused() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> bridge.sleep(HOUR));
    assertTrue(refused.getMessage().contains("takes no part"), refused::getMessage);
  }

  @Test
  void await_whatNeverComes_isADeadlockThatTellsWhoAndWhere() {
    var never = new Promise<Boolean>();
    DeadlockException deadlock =
        assertThrows(DeadlockException.class, () -> run(() -> bridge.await(never.asTask())));
    assertTrue(
        deadlock.getMessage().contains("'simulation-thread-1' waits for"), deadlock::toString);
    assertTrue(deadlock.getMessage().contains("BatonTest.java"), deadlock::toString);
  }
}
