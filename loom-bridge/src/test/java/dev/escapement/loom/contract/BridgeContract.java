package dev.escapement.loom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the bridge promises to blocking code, by whatever clock. */
abstract class BridgeContract {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final World world = world();
  private final LoomBridge bridge = world.bridge();
  private final TaskRuntime runtime = world.runtime();

  abstract World world();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sleep_isNeverEarly() throws Exception {
    world.run(
        () -> {
          for (int millis : List.of(0, 1, 5, 20)) {
            long start = runtime.nanoTime();
            bridge.sleep(Duration.ofMillis(millis));
            assertTrue(runtime.nanoTime() - start >= millis * 1_000_000L, () -> millis + " ms");
          }
        });
  }

  @Test
  void sleep_interruptedMeanwhile_endsWithAClearFlagAndNoTimer() throws Exception {
    world.run(
        () -> {
          AtomicReference<Throwable> told = new AtomicReference<>();
          Thread sleeper =
              bridge
                  .threadFactory()
                  .newThread(
                      () -> {
                        told.set(assertThrows(InterruptedException.class, () -> Loom.sleep(LONG)));
                        assertFalse(Thread.currentThread().isInterrupted());
                      });
          sleeper.start();
          bridge.sleep(SHORT);
          sleeper.interrupt();
          bridge.join(sleeper);
          assertInstanceOf(InterruptedException.class, told.get());
        });
  }

  @Test
  void withTimeout_aroundALongSleep_failsInTimeAndLeavesNoInterrupt() throws Exception {
    world.run(
        () -> {
          long start = runtime.nanoTime();
          assertThrows(
              TimeoutException.class,
              () ->
                  bridge.<Boolean>withTimeout(
                      SHORT,
                      () -> {
                        bridge.sleep(LONG);
                        return true;
                      }));
          long passed = runtime.nanoTime() - start;
          assertTrue(passed >= SHORT.toNanos() && passed < LONG.toNanos(), () -> passed + " ns");
          bridge.sleep(Duration.ofMillis(1)); // would throw, were our interrupt still there
        });
  }

  @Test
  void withTimeout_aroundAQuickBody_returnsItsValue() throws Exception {
    world.run(
        () -> {
          assertEquals("value", bridge.withTimeout(LONG, () -> "value"));
          bridge.sleep(SHORT);
        });
  }

  @Test
  void limits_nested_nameTheOneThatFired() throws Exception {
    world.run(
        () -> {
          TimeoutException outer =
              assertThrows(
                  TimeoutException.class,
                  () ->
                      bridge.withTimeout(
                          SHORT,
                          () ->
                              bridge.<Boolean>withTimeout(
                                  LONG,
                                  () -> {
                                    bridge.sleep(LONG);
                                    return true;
                                  })));
          assertTrue(outer.getMessage().contains(SHORT.toString()), outer::getMessage);
        });
  }

  @Test
  void uninterruptedLimit_endsTheNextBridgeCall() throws Exception {
    world.run(
        () ->
            assertThrows(
                TimeoutException.class,
                () ->
                    bridge.<Boolean>withTimeoutUninterrupted(
                        SHORT,
                        () -> {
                          assertTrue(Loom.remaining().compareTo(SHORT) <= 0);
                          bridge.sleep(LONG);
                          return true;
                        })));
  }

  @Test
  void await_aPromise_returnsWhatAnotherThreadSets() throws Exception {
    world.run(
        () -> {
          Promise<String> promise = new Promise<>();
          JoinHandle<Boolean> setter =
              bridge.fork(
                  "setter",
                  () -> {
                    bridge.sleep(SHORT);
                    return promise.complete("set");
                  });
          assertEquals("set", bridge.await(promise.asTask()));
          assertTrue(setter.join());
        });
  }

  @Test
  void fork_cancelled_isInterrupted() throws Exception {
    world.run(
        () -> {
          Promise<Boolean> interrupted = new Promise<>();
          JoinHandle<Boolean> fork =
              bridge.fork(
                  "sleeper",
                  () -> {
                    try {
                      bridge.sleep(LONG);
                      return interrupted.complete(false);
                    } catch (InterruptedException e) {
                      return interrupted.complete(true);
                    }
                  });
          bridge.sleep(SHORT);
          assertTrue(fork.cancel());
          assertThrows(CancellationException.class, fork::join);
          assertTrue(bridge.await(interrupted.asTask()));
        });
  }

  @Test
  void join_withALimit_leavesTheForkAlone() throws Exception {
    world.run(
        () -> {
          Promise<Boolean> go = new Promise<>();
          JoinHandle<Boolean> fork = bridge.fork("waiter", () -> bridge.await(go.asTask()));
          assertThrows(TimeoutException.class, () -> fork.join(SHORT));
          go.complete(true);
          assertTrue(fork.join());
        });
  }

  @Test
  void scope_whoseForkFails_cancelsTheRestAndWaitsForIt() throws Exception {
    world.run(
        () -> {
          List<String> log = new ArrayList<>();
          try (Scope scope = bridge.openScope()) {
            var _ =
                scope.fork(
                    "long",
                    () -> {
                      try {
                        Loom.sleep(LONG);
                        return true;
                      } finally {
                        log.add("unwound");
                      }
                    });
            var _ =
                scope.fork(
                    "failing",
                    () -> {
                      Loom.sleep(SHORT);
                      throw new ArithmeticException("planted");
                    });
            ExecutionException failed = assertThrows(ExecutionException.class, scope::join);
            assertEquals("planted", failed.getCause().getMessage());
          }
          assertEquals(List.of("unwound"), log);
        });
  }

  @Test
  void scope_limited_stopsAllInTime() throws Exception {
    world.run(
        () -> {
          try (Scope scope = bridge.openScope().limit(SHORT)) {
            for (int i = 0; i < 10; i++) {
              var _ =
                  scope.fork(
                      "fork-" + i,
                      () -> {
                        Loom.sleep(LONG);
                        return true;
                      });
            }
            assertThrows(TimeoutException.class, scope::join);
          }
        });
  }

  @Test
  void scope_collecting_returnsOutcomesInTheOrderOfForks() throws Exception {
    world.run(
        () -> {
          try (Scope scope = bridge.openScope().collectAll()) {
            for (int i = 0; i < 5; i++) {
              int number = i;
              var _ =
                  scope.fork(
                      "fork-" + i,
                      () -> {
                        Loom.sleep(Duration.ofMillis(10L - 2L * number));
                        return number;
                      });
            }
            List<Scope.Outcome<?>> outcomes = scope.join();
            for (int i = 0; i < 5; i++) {
              assertEquals(new Scope.Outcome.Completed<>(i), outcomes.get(i));
            }
          }
        });
  }
}
