package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Semaphore;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads of a simulation at its end, and at their own. */
class BatonCloseTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Simulation simulation = Simulation.seeded(0);
  private final LoomBridge bridge = LoomBridge.of(simulation.runtime());
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    simulation.close();
  }

  private interface Body {
    void run() throws Exception;
  }

  private void run(Body body) throws ExecutionException {
    simulation.run(
        bridge.blocking(
            () -> {
              body.run();
              return true;
            }));
  }

  private Runnable sleeping(Duration duration, Runnable then) {
    return () -> {
      try {
        bridge.sleep(duration);
      } catch (InterruptedException e) {
        log.add("interrupted");
      }
      then.run();
    };
  }

  @Test
  void join_ofAThreadThatHasJustBeenStarted_waitsForIt() throws Exception {
    run(
        () -> {
          Thread thread =
              bridge.threadFactory().newThread(sleeping(SECOND, () -> log.add("slept")));
          thread.start();
          bridge.join(thread);
          assertEquals(List.of("slept"), log);
          assertFalse(thread.isAlive());
        });
    assertEquals(SECOND, simulation.elapsed());
  }

  @Test
  void scopeClose_inALimitThatIsOver_waitsForItsThreads() throws Exception {
    run(
        () ->
            assertThrows(
                TimeoutException.class,
                () ->
                    bridge.withTimeoutUninterrupted(
                        SECOND,
                        () -> {
                          try (Scope scope = bridge.openScope()) {
                            var _ =
                                scope.fork(
                                    "slow to unwind",
                                    () -> {
                                      try {
                                        bridge.sleep(Duration.ofHours(1));
                                      } finally {
                                        bridge.sleep(SECOND);
                                        log.add("unwound");
                                      }
                                      return true;
                                    });
                            return scope.join();
                          }
                        })));
    assertEquals(List.of("unwound"), log);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void bound_onPendingOperations_losesNoThread() throws Exception {
    try (Simulation bounded =
        Simulation.builder().runtime(builder -> builder.maxPendingOperations(1)).build()) {
      LoomBridge narrow = LoomBridge.of(bounded.runtime());
      var fork = narrow.fork("one", () -> log.add("ran"));
      bounded.runUntilIdle();
      assertTrue(fork.isDone());
      assertEquals(List.of("ran"), log);
    }
  }

  @Test
  void close_unwindsScopesInTheirOrder() {
    var _ =
        bridge.fork(
            "parent",
            () -> {
              try (Scope scope = bridge.openScope()) {
                var _ =
                    scope.fork(
                        "child",
                        () -> {
                          try {
                            bridge.sleep(SECOND);
                          } finally {
                            log.add("child");
                          }
                          return true;
                        });
                bridge.sleep(Duration.ofHours(1));
              } finally {
                log.add("parent");
              }
              return true;
            });
    simulation.advance(Duration.ofMillis(1));
    simulation.close();
    assertEquals(List.of("child", "parent"), log);
  }

  @Test
  void close_ofAThreadThatCatchesWhatEndsIt_leavesItParked() {
    AtomicInteger caught = new AtomicInteger();
    Thread[] thread = new Thread[1];
    var _ =
        bridge.fork(
            "heartbeat",
            () -> {
              thread[0] = Thread.currentThread();
              while (true) {
                try {
                  bridge.sleep(SECOND);
                } catch (RuntimeException | InterruptedException e) {
                  caught.incrementAndGet();
                }
              }
            });
    simulation.advance(SECOND);
    simulation.close();
    Eventually.awaitBlocked(thread[0]);
    int then = caught.get();
    try (Simulation next = Simulation.seeded(0)) {
      LoomBridge other = LoomBridge.of(next.runtime());
      next.advance(SECOND);
      assertTrue(other.fork("next", () -> true).cancel());
    }
    assertEquals(then, caught.get());
  }

  @Test
  void threads_startedAroundTheEnd_stillRun() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    Thread before = bridge.threadFactory().newThread(ran::countDown);
    before.start();
    simulation.close();
    bridge.threadFactory().newThread(ran::countDown).start();
    assertTrue(ran.await(30, TimeUnit.SECONDS));
  }

  @Test
  void close_byAThreadOfTheSimulation_marksAndReturns() {
    assertThrows(
        CancellationException.class,
        () ->
            run(
                () -> {
                  simulation.runtime().close();
                  log.add("closed");
                  bridge.sleep(SECOND);
                }));
    assertEquals(List.of("closed"), log);
  }

  @Test
  void close_whileAThreadSleepsInAFork_tellsItOnce() {
    var _ =
        bridge.fork(
            "sleeper",
            () -> {
              assertThrows(InterruptedException.class, () -> bridge.sleep(SECOND));
              log.add("flag " + Thread.currentThread().isInterrupted());
              return true;
            });
    simulation.advance(Duration.ofMillis(1));
    simulation.close();
    assertEquals(List.of("flag false"), log);
  }

  @Test
  void await_interruptedAfterItsOutcome_keepsBoth() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      try (Simulation many =
          Simulation.builder().seed(seed).lateness(Duration.ofMillis(5)).build()) {
        LoomBridge other = LoomBridge.of(many.runtime());
        var semaphore = Semaphore.of(0);
        var fork =
            other.fork(
                "taker",
                () -> {
                  try {
                    other.await(semaphore.acquire());
                    semaphore.release();
                  } catch (InterruptedException e) {
                    // The permit is still there.
                  }
                  return true;
                });
        many.runtime().schedule(SECOND, semaphore::release);
        many.runtime().schedule(SECOND.plusMillis(1), fork::cancel);
        many.runUntilIdle();
        assertEquals(1, semaphore.available(), "seed " + seed);
      }
    }
  }

  @Test
  void close_byATaskAsItsLastAct_stillUnwindsTheThreads() throws Exception {
    Thread[] thread = new Thread[1];
    var _ =
        bridge.fork(
            "sleeper",
            () -> {
              thread[0] = Thread.currentThread();
              try {
                bridge.sleep(Duration.ofHours(1));
              } finally {
                log.add("unwound");
              }
              return true;
            });
    simulation.advance(SECOND);
    String value =
        simulation.run(
            context -> {
              simulation.runtime().close();
              return Poll.ready("value");
            });
    assertEquals("value", value);
    assertEquals(List.of("unwound"), log);
    assertFalse(thread[0].isAlive());
  }

  @Test
  void close_whileThreadsWaitForWhatNeverComes_unwindsThemOneByOne() {
    LoomLock lock = bridge.lock();
    Condition condition = lock.newCondition();
    int[] inside = {0};
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread thread =
          bridge
              .threadFactory()
              .newThread(
                  () -> {
                    lock.lock();
                    try {
                      condition.awaitUninterruptibly();
                    } finally {
                      assertEquals(1, ++inside[0]);
                      inside[0]--;
                      lock.unlock();
                      log.add("unwound");
                    }
                  });
      threads.add(thread);
      thread.start();
    }
    simulation.advance(SECOND);
    simulation.close();
    assertEquals(20, log.size());
    assertTrue(threads.stream().noneMatch(Thread::isAlive));
  }
}
