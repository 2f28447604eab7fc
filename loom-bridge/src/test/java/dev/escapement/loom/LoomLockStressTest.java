package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads of both kinds and tasks under one lock, interrupted all the time. */
class LoomLockStressTest {
  private static final int ROUNDS = 2_000;

  private final TaskRuntime runtime = TaskRuntime.start();
  private final LoomBridge bridge = LoomBridge.of(runtime);
  private final LoomLock lock = bridge.lock();
  private final List<Started<Integer>> threads = new ArrayList<>();
  private int count; // guarded by lock

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Thread.Builder kind(int number) {
    return number % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
  }

  /** Returns how often it had the lock. */
  private int increment(Random random) {
    int had = 0;
    for (int i = 0; i < ROUNDS; i++) {
      if (took(random.nextInt(4), random)) {
        try {
          count++;
          had++;
        } finally {
          lock.unlock();
        }
      }
    }
    return had;
  }

  private boolean took(int way, Random random) {
    try {
      return switch (way) {
        case 0 -> lock.tryLock();
        case 1 -> lock.tryLock(random.nextInt(50_000), TimeUnit.NANOSECONDS);
        case 2 -> {
          lock.lockInterruptibly();
          yield true;
        }
        default -> {
          lock.lock();
          yield true;
        }
      };
    } catch (InterruptedException e) {
      return false;
    }
  }

  private int sum(Random random) throws Exception {
    int sum = 0;
    long start = System.nanoTime();
    for (Started<Integer> thread : threads) {
      while (!thread.result().isDone() && System.nanoTime() - start < Eventually.LIMIT.toNanos()) {
        threads.get(random.nextInt(threads.size())).thread().interrupt();
        LockSupport.parkNanos(20_000);
      }
      sum += thread.get();
    }
    return sum;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void lock_takenInEveryWay_excludesAllOthers(long seed) throws Exception {
    for (int i = 0; i < 6; i++) {
      long own = seed * 100 + i;
      threads.add(Started.on(kind(i), () -> increment(new Random(own))));
    }
    List<JoinHandle<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      tasks.add(
          runtime.spawn(
              Tasks.map(
                  lock.acquire(),
                  held -> {
                    try (held) {
                      return ++count;
                    }
                  })));
    }

    int had = sum(new Random(seed));
    for (JoinHandle<Integer> task : tasks) {
      assertTrue(task.join(Eventually.LIMIT) > 0);
      had++;
    }

    assertTrue(lock.tryLock());
    assertEquals(had, count);
  }

  /**
   * The textbook's bounded buffer: two conditions, a signal each; whoever is interrupted retries.
   */
  private final class Buffer {
    final Condition room = lock.newCondition();
    final Condition something = lock.newCondition();
    final ArrayDeque<Integer> values = new ArrayDeque<>();

    void put(int value) {
      while (true) {
        lock.lock();
        try {
          while (values.size() == 2) {
            room.await();
          }
          values.add(value);
          something.signal();
          return;
        } catch (InterruptedException e) {
          // once more
        } finally {
          lock.unlock();
        }
      }
    }

    int take() {
      while (true) {
        lock.lock();
        try {
          while (values.isEmpty()) {
            var _ = something.awaitNanos(1_000_000_000);
          }
          int value = values.remove();
          room.signal();
          return value;
        } catch (InterruptedException e) {
          // once more
        } finally {
          lock.unlock();
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void conditions_ofABoundedBuffer_loseNoSignal(long seed) throws Exception {
    Buffer buffer = new Buffer();
    for (int i = 0; i < 3; i++) {
      threads.add(
          Started.on(
              kind(i),
              () -> {
                for (int n = 0; n < ROUNDS; n++) {
                  buffer.put(1);
                }
                return 0;
              }));
      threads.add(
          Started.on(
              kind(i + 1),
              () -> {
                int sum = 0;
                for (int n = 0; n < ROUNDS; n++) {
                  sum += buffer.take();
                }
                return sum;
              }));
    }

    assertEquals(3 * ROUNDS, sum(new Random(seed)));
    assertTrue(buffer.values.isEmpty());
  }
}
