package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of two runtimes, and a thread, that take permits and give them back. */
class SemaphoreStressTest {
  private static final int ROUNDS = 10_000;

  private final TaskRuntime a = TaskRuntime.start();
  private final TaskRuntime b = TaskRuntime.start();
  private final AtomicInteger inside = new AtomicInteger();

  @AfterEach
  void close() {
    a.close();
    b.close();
    WatchdogThread.awaitNone();
  }

  /** Holds a permit across a poll; gives up a wait now and then. Ready with the most it saw. */
  private final class Holder implements Task<Integer> {
    private final Semaphore semaphore;
    private final Random random;
    private Task<Void> waiting;
    private boolean holding;
    private int rounds;
    private int most;

    Holder(Semaphore semaphore, long seed) {
      this.semaphore = semaphore;
      this.random = new Random(seed);
    }

    @Override
    public Poll<Integer> poll(Context context) throws Exception {
      if (holding) {
        holding = false;
        inside.decrementAndGet();
        semaphore.release();
      }
      if (waiting != null && random.nextInt(4) == 0) {
        waiting.cancel();
        waiting = null;
      }
      if (rounds == ROUNDS) {
        return Poll.ready(most);
      }
      if (waiting == null) {
        waiting = semaphore.acquire();
      }
      if (waiting.poll(context).isReady()) {
        waiting = null;
        holding = true;
        rounds++;
        most = Math.max(most, inside.incrementAndGet());
        context.waker().wake();
      }
      return Poll.pending();
    }
  }

  private Integer barge(Semaphore semaphore) {
    int most = 0;
    for (int i = 0; i < ROUNDS / 10; i++) {
      if (semaphore.tryAcquire()) {
        most = Math.max(most, inside.incrementAndGet());
        inside.decrementAndGet();
        semaphore.release();
      }
      LockSupport.parkNanos(1_000);
    }
    return most;
  }

  @ParameterizedTest(name = "seed {0}, permits {1}")
  @CsvSource({"1, 1", "2, 2", "3, 5"})
  void permits_underContention_areNeitherLostNorInvented(long seed, int permits) throws Exception {
    Semaphore semaphore = Semaphore.of(permits);
    FutureTask<Integer> barging = new FutureTask<>(() -> barge(semaphore));
    Thread.ofPlatform().daemon().start(barging);
    List<JoinHandle<Integer>> holders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      holders.add((i % 2 == 0 ? a : b).spawn(new Holder(semaphore, seed + i)));
    }

    int most = barging.get(30, TimeUnit.SECONDS);
    for (JoinHandle<Integer> holder : holders) {
      most = Math.max(most, holder.join(Eventually.LIMIT));
    }

    assertTrue(most <= permits, most + " at once");
    assertEquals(permits, semaphore.available());
  }
}
