package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.sim.DeadlockException;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lock in virtual time: its waits hand the baton on. */
class LoomLockSimulationTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Simulation simulation = Simulation.seeded(0);
  private final LoomBridge bridge = LoomBridge.of(simulation.runtime());
  private final LoomLock lock = bridge.lock();
  private final Condition condition = lock.newCondition();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  private <T> T run(Callable<T> body) throws ExecutionException {
    return simulation.run(bridge.blocking(body));
  }

  private <T> Callable<T> locked(Callable<T> body) {
    return () -> {
      lock.lock();
      try {
        return body.call();
      } finally {
        lock.unlock();
      }
    };
  }

  @Test
  void lock_heldWhileItsOwnerSleeps_goesOnInOrder() throws Exception {
    List<String> expected = new ArrayList<>();
    run(
        () -> {
          try (Scope scope = bridge.openScope()) {
            for (int i = 0; i < 10; i++) {
              String name = "fork-" + i;
              expected.add(name);
              Callable<Boolean> body =
                  locked(
                      () -> {
                        Loom.sleep(HOUR);
                        return log.add(name);
                      });
              var _ = scope.fork(name, body);
            }
            return scope.join();
          }
        });
    assertEquals(expected, log);
    assertEquals(HOUR.multipliedBy(10), simulation.elapsed());
  }

  @Test
  void tryLock_whoseTimeIsOver_isSoInVirtualTime() throws Exception {
    boolean taken =
        run(
            () -> {
              var _ =
                  bridge.fork(
                      "owner",
                      locked(
                          () -> {
                            Loom.sleep(HOUR);
                            return true;
                          }));
              Loom.sleep(Duration.ofMinutes(1));
              return lock.tryLock(1, TimeUnit.MINUTES);
            });
    assertEquals(false, taken);
    assertEquals(Duration.ofMinutes(2), simulation.elapsed());
  }

  @Test
  @SuppressWarnings("WaitNotInLoop") // every single wait is looked at
  void await_withATime_isCountedInVirtualTime() throws Exception {
    assertEquals(false, run(locked(() -> condition.await(1, TimeUnit.HOURS))));
    assertEquals(HOUR, simulation.elapsed());
  }

  @Test
  @SuppressWarnings("WaitNotInLoop")
  void await_thatNobodySignals_isADeadlock() {
    Callable<Boolean> forEver =
        locked(
            () -> {
              condition.await();
              return true;
            });
    String told = assertThrows(DeadlockException.class, () -> run(forEver)).getMessage();
    assertTrue(told.contains("a promise"), told);
  }

  @Test
  void lock_takenTwiceInOppositeOrder_isADeadlockThatNamesIt() {
    LoomLock other = bridge.lock();
    Callable<Boolean> both =
        () -> {
          var first =
              bridge.fork(
                  "first",
                  locked(
                      () -> {
                        Loom.sleep(HOUR);
                        other.lock();
                        return true;
                      }));
          other.lock();
          Loom.sleep(HOUR);
          return locked(() -> first.isDone()).call();
        };
    String told = assertThrows(DeadlockException.class, () -> run(both)).getMessage();
    assertTrue(told.contains("a permit of a semaphore"), told);
  }

  @Test
  void close_whileThreadsWait_unwindsThemAndLeavesTheLockFree() throws Exception {
    run(
        () -> {
          var _ =
              bridge.fork(
                  "owner",
                  locked(
                      () -> {
                        Loom.sleep(HOUR);
                        return true;
                      }));
          Loom.sleep(Duration.ofMinutes(1));
          var _ = bridge.fork("waits", locked(() -> true));
          var _ =
              bridge.fork(
                  "waits for long",
                  () -> {
                    boolean taken = lock.tryLock(1, TimeUnit.DAYS);
                    lock.unlock();
                    return taken;
                  });
          var _ =
              bridge.fork(
                  "last",
                  () -> {
                    try {
                      Loom.sleep(HOUR);
                    } finally {
                      log.add("free: " + lock.tryLock());
                    }
                    return true;
                  });
          Loom.sleep(Duration.ofMinutes(1));
          return true;
        });
    simulation.close();
    assertEquals(List.of("free: true"), log);
  }
}
