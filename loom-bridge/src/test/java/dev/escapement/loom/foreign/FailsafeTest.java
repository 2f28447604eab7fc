package dev.escapement.loom.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.LoomScheduledExecutor;
import dev.escapement.loom.junit.SimulationTest;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.Simulation;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Fallback;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;

/**
 * What goes through the scheduler that Failsafe is given: the attempts of {@code getAsync} and
 * {@code runAsync}, the delays between them, and asynchronous fallbacks. What does not:
 *
 * <ul>
 *   <li>its {@code Timeout} policy: always on Failsafe's own pool, in real time; {@code
 *       bridge.withTimeout} inside an attempt does the same in virtual time;
 *   <li>{@code get} and {@code run}: they delay by {@code Thread.sleep} on the caller's thread;
 *   <li>{@code withMaxDuration}, circuit breakers and rate limiters: they read the JDK's clocks;
 *   <li>{@code withJitter} and random delays: they do not draw from the seed.
 * </ul>
 *
 * <p>Its futures are waited for by {@code bridge.await}: their own {@code get} is a foreign block.
 */
class FailsafeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new ArrayList<>();
  private Simulation simulation;
  private LoomBridge bridge;

  @BeforeEach
  void start(Simulation simulation, LoomBridge bridge) {
    this.simulation = simulation;
    this.bridge = bridge;
  }

  private interface Body {
    void run(LoomScheduledExecutor executor) throws Exception;
  }

  /** On a thread of the bridge, with an executor that is closed at the end. */
  private void inSimulation(Body body) throws ExecutionException {
    simulation.run(
        bridge.blocking(
            () -> {
              try (LoomScheduledExecutor executor = bridge.scheduledExecutor()) {
                body.run(executor);
              }
              return true;
            }));
  }

  private <T> T await(CompletableFuture<T> future) throws Exception {
    return bridge.await(Tasks.fromStage(future));
  }

  private void note(String what) {
    log.add(what + " " + simulation.elapsed());
  }

  private static RetryPolicy<Object> backoff(int retries) {
    return RetryPolicy.builder()
        .withBackoff(SECOND, Duration.ofSeconds(5))
        .withMaxRetries(retries)
        .build();
  }

  @SimulationTest(seeds = 10, twice = true)
  void retry_withBackoff_attemptsAtExactTimes() throws Exception {
    inSimulation(
        executor ->
            assertEquals(
                "there",
                await(
                    Failsafe.with(backoff(10))
                        .with(executor)
                        .getAsync(
                            () -> {
                              note("attempt");
                              if (log.size() < 6) {
                                throw new IOException("not yet");
                              }
                              return "there";
                            }))));
    assertEquals(
        List.of(
            "attempt PT0S",
            "attempt PT1S",
            "attempt PT3S", // 2 s later, then 4 s, then no more than 5 s
            "attempt PT7S",
            "attempt PT12S",
            "attempt PT17S"),
        log);
    assertEquals(Duration.ofSeconds(17), simulation.elapsed());
  }

  @SimulationTest(seeds = 10, twice = true)
  void retry_thatGivesUp_tellsTheLastFailure() throws Exception {
    inSimulation(
        executor -> {
          CompletableFuture<Object> future =
              Failsafe.with(backoff(2))
                  .with(executor)
                  .getAsync(
                      () -> {
                        note("attempt");
                        throw new IOException("never");
                      });
          ExecutionException thrown = assertThrows(ExecutionException.class, () -> await(future));
          assertInstanceOf(IOException.class, thrown.getCause());
        });
    assertEquals(List.of("attempt PT0S", "attempt PT1S", "attempt PT3S"), log);
    assertEquals(Duration.ofSeconds(3), simulation.elapsed());
  }

  @SimulationTest(seeds = 10, twice = true)
  void retry_aroundTimeLimitsOfTheBridge_startsAnewAfterEach() throws Exception {
    inSimulation(
        executor ->
            assertEquals(
                "there",
                await(
                    Failsafe.with(backoff(5))
                        .with(executor)
                        .getAsync(() -> bridge.withTimeout(SECOND, this::slowThreeTimes)))));
    // each attempt takes 1 s, the delays are 1 s, 2 s and 4 s
    assertEquals(List.of("attempt PT0S", "attempt PT2S", "attempt PT5S", "attempt PT10S"), log);
    assertEquals(Duration.ofMillis(10_250), simulation.elapsed());
  }

  private String slowThreeTimes() throws InterruptedException {
    note("attempt");
    bridge.sleep(log.size() < 4 ? Duration.ofHours(1) : Duration.ofMillis(250));
    return "there";
  }

  @SimulationTest(seeds = 10, twice = true)
  void fallback_afterTheLastRetry_isRunByTheExecutor() throws Exception {
    inSimulation(
        executor -> {
          Fallback<Object> fallback =
              Fallback.builderOfException(
                      lost -> new IllegalStateException(lost.getLastException()))
                  .withAsync()
                  .build();
          CompletableFuture<Object> future =
              Failsafe.with(fallback, backoff(1))
                  .with(executor)
                  .getAsync(
                      () -> {
                        note("attempt");
                        throw new IOException("never");
                      });
          ExecutionException thrown = assertThrows(ExecutionException.class, () -> await(future));
          assertInstanceOf(IllegalStateException.class, thrown.getCause());
        });
    assertEquals(List.of("attempt PT0S", "attempt PT1S"), log);
  }

  @SimulationTest(seeds = 10, twice = true)
  void cancel_ofTheFuture_endsTheDelay() throws Exception {
    inSimulation(
        executor -> {
          CompletableFuture<Object> future =
              Failsafe.with(backoff(5))
                  .with(executor)
                  .getAsync(
                      () -> {
                        note("attempt");
                        throw new IOException("never");
                      });
          bridge.sleep(Duration.ofMillis(1_500));
          assertTrue(future.cancel(false));
        });
    assertEquals(List.of("attempt PT0S", "attempt PT1S"), log);
    assertEquals(Duration.ofMillis(1_500), simulation.elapsed());
  }

  /** If this fails one day, the time limits of Failsafe can be had in virtual time, too. */
  @SimulationTest(seeds = 10, twice = true)
  void timeout_ofFailsafe_isInRealTime() throws Exception {
    inSimulation(
        executor ->
            assertEquals(
                "late",
                await(
                    Failsafe.with(Timeout.of(Duration.ofHours(1)))
                        .with(executor)
                        .getAsync(
                            () -> {
                              bridge.sleep(Duration.ofHours(2));
                              return "late";
                            }))));
    assertEquals(Duration.ofHours(2), simulation.elapsed());
  }

  @SimulationTest(seeds = 10, twice = true, lateness = "PT0.01S")
  void retry_onALateMachine_isNeverEarly() throws Exception {
    List<Duration> attempts = new ArrayList<>();
    inSimulation(
        executor -> {
          CompletableFuture<Object> future =
              Failsafe.with(backoff(3))
                  .with(executor)
                  .getAsync(
                      () -> {
                        attempts.add(simulation.elapsed());
                        throw new IOException("never");
                      });
          assertThrows(ExecutionException.class, () -> await(future));
        });
    assertEquals(4, attempts.size());
    for (int i = 1; i < attempts.size(); i++) {
      Duration between = attempts.get(i).minus(attempts.get(i - 1));
      assertTrue(between.compareTo(Duration.ofSeconds(1L << (i - 1))) >= 0, attempts::toString);
    }
  }

  @SimulationTest(seeds = 10, twice = true)
  void manyCalls_eachWithItsOwnRetries_takeNoTimeOfOneAnother() throws Exception {
    inSimulation(
        executor -> {
          FailsafeExecutor<Object> retrying = Failsafe.with(backoff(1)).with(executor);
          List<CompletableFuture<String>> futures = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            String name = "call " + i;
            futures.add(
                retrying.getAsync(
                    execution -> {
                      bridge.sleep(SECOND);
                      if (execution.isFirstAttempt()) {
                        throw new IOException("not yet");
                      }
                      return name;
                    }));
          }
          for (int i = 0; i < 50; i++) {
            assertEquals("call " + i, await(futures.get(i)));
          }
        });
    assertEquals(Duration.ofSeconds(3), simulation.elapsed());
  }
}
