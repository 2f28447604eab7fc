package dev.escapement.loom.checks;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * A program with many threads that sleep, time out, interrupt and cancel one another; what it does
 * next is drawn from the simulation's own random numbers.
 */
final class ManyThreads {
  private static final int STEPS = 5;

  private final LoomBridge bridge;
  private final RandomGenerator random;
  private final List<JoinHandle<Integer>> handles = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private int interrupted;
  private int late;

  private ManyThreads(Simulation simulation) {
    this.bridge = LoomBridge.of(simulation.runtime());
    this.random = simulation.runtime().random();
  }

  /** Returns the hash of the trace and what the threads have seen. */
  static String run(long seed, int count) throws Exception {
    try (Simulation simulation =
        Simulation.builder().seed(seed).lateness(Duration.ofMillis(2)).build()) {
      ManyThreads program = new ManyThreads(simulation);
      int ended = simulation.run(program.bridge.blocking(() -> program.main(count)));
      return simulation.trace()
          + ", ended "
          + ended
          + ", interrupted "
          + program.interrupted
          + ", late "
          + program.late
          + ", "
          + simulation.elapsed();
    }
  }

  private int main(int count) throws Exception {
    int ended = 0;
    try (Scope scope = bridge.openScope().collectAll()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        handles.add(scope.fork("worker-" + i, () -> work(number)));
      }
      for (int i = 0; i < count / 10; i++) {
        Thread raw = bridge.threadFactory().newThread(this::wander);
        threads.add(raw);
        raw.start();
      }
      for (Scope.Outcome<?> outcome : scope.join()) {
        ended += outcome instanceof Scope.Outcome.Completed<?> ? 1 : 0;
      }
    }
    for (Thread raw : threads) {
      raw.interrupt();
      bridge.join(raw);
    }
    return ended;
  }

  private int work(int number) throws Exception {
    for (int i = 0; i < STEPS; i++) {
      try {
        switch (random.nextInt(5)) {
          case 0, 1 -> bridge.sleep(Duration.ofMillis(random.nextInt(1, 20)));
          case 2 -> timeOut();
          case 3 -> {
            if (!threads.isEmpty()) {
              threads.get(random.nextInt(threads.size())).interrupt();
            }
          }
          default -> {
            if (random.nextInt(10) == 0) {
              handles.get(random.nextInt(handles.size())).cancel();
            }
          }
        }
      } catch (InterruptedException e) {
        interrupted++;
        if (random.nextBoolean()) {
          throw e;
        }
      }
    }
    return number;
  }

  private void timeOut() throws Exception {
    try {
      bridge.<Boolean>withTimeout(
          Duration.ofMillis(random.nextInt(1, 10)),
          () -> {
            bridge.sleep(Duration.ofMillis(random.nextInt(1, 10)));
            return true;
          });
    } catch (TimeoutException e) {
      late++;
    }
  }

  private void wander() {
    for (int i = 0; i < STEPS; i++) {
      try {
        bridge.sleep(Duration.ofMillis(random.nextInt(1, 30)));
      } catch (InterruptedException e) {
        interrupted++;
      }
    }
  }
}
