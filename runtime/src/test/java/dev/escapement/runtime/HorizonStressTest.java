package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two threads and the carrier arm, cancel and reset so many timers that there is a horizon, on
 * deadlines that many share, until it has moved several times.
 */
class HorizonStressTest {
  private static final int THREADS = 2;
  private static final int CARRIER = THREADS;

  /** More than the loop leaves alone. */
  private static final int BURST = Arrivals.UNATTENDED + 1_000;

  private static final long GAP = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long GRID = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int DEADLINES = 15;
  private static final int HORIZONS = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final TaskRuntime runtime = TaskRuntime.start();
  private final AtomicInteger expected = new AtomicInteger();

  // of the carrier, until all have fired
  private final Map<Long, int[]> latest = new HashMap<>();
  private final Registrar onCarrier = new Registrar(CARRIER);
  private final List<String> faults = new ArrayList<>();
  private volatile int fired;

  @AfterEach
  void end() {
    threads.shutdownNow();
    runtime.close();
    WatchdogThread.awaitNone();
  }

  /** Arms timers from one thread, and numbers them. */
  private final class Registrar {
    final int thread;
    final SplittableRandom random;
    final Set<Long> horizons = new HashSet<>();
    int number;

    Registrar(int thread) {
      this.thread = thread;
      this.random = new SplittableRandom(thread);
    }

    Void armInBursts() {
      long begin = System.nanoTime();
      while (horizons.size() < HORIZONS) {
        assertTrue(
            System.nanoTime() - begin < Eventually.LIMIT.toNanos(),
            () -> "the horizon did not move on: " + horizons);
        for (int i = 0; i < BURST; i++) {
          arm();
        }
        horizons.add(runtime.carrier().inbox.arrivals.horizon.at());
        LockSupport.parkNanos(GAP);
      }
      return null;
    }

    void arm() {
      long deadline = (runtime.nanoTime() / GRID + 1 + random.nextInt(DEADLINES)) * GRID;
      Sleep sleep = runtime.sleepUntil(deadline);
      int n = ++number;
      switch (random.nextInt(8)) {
        case 0 -> {
          if (!sleep.poll(Context.of(() -> {})).isReady()) {
            sleep.cancel();
          }
        }
        case 1 -> {
          if (isArmed(sleep, () -> fired(0))) {
            sleep.reset(Duration.ofMillis(random.nextInt(200)));
          }
        }
        default -> {
          var _ = isArmed(sleep, () -> firedInOrder(deadline, thread, n));
        }
      }
    }

    private boolean isArmed(Sleep sleep, Waker waker) {
      expected.incrementAndGet();
      if (sleep.poll(Context.of(waker)).isReady()) { // after a stop of the machine
        expected.decrementAndGet();
        return false;
      }
      return true;
    }
  }

  private void firedInOrder(long deadline, int thread, int n) {
    int[] before = latest.computeIfAbsent(deadline, d -> new int[THREADS + 1]);
    if (n <= before[thread]) {
      faults.add(n + " of thread " + thread + " after " + before[thread]);
    }
    before[thread] = n;
    if (n % 16 == 0 && thread != CARRIER) {
      onCarrier.arm(); // first, or all that are expected might have fired
    }
    fired(deadline);
  }

  private void fired(long deadline) {
    if (runtime.nanoTime() < deadline) {
      faults.add("early: " + deadline);
    }
    int before = fired;
    fired = before + 1;
  }

  @Test
  void timers_armedWhileTheHorizonMoves_allFireInOrderAndNeverEarly() throws Exception {
    List<Future<Void>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(threads.submit(new Registrar(i)::armInBursts));
    }
    for (Future<Void> each : running) {
      each.get();
    }
    Eventually.await("all have fired", () -> fired == expected.get());
    runtime.blockOn(Tasks.ready(1));
    Eventually.await("idle", () -> runtime.carrier().inbox.isIdle());
    assertEquals(List.of(), faults);
    RuntimeSnapshot told = runtime.snapshot();
    assertEquals(0, told.timers().pending());
    assertEquals(told.timers().scheduled(), told.timers().fired() + told.timers().cancelled());
  }
}
