package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four threads that schedule, cancel, spawn, wake and reset, on one runtime. */
class StressTest {
  private static final int THREADS = 4;
  private static final int OPERATIONS = 30_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void end() {
    threads.shutdownNow();
    WatchdogThread.awaitNone();
  }

  private List<StressProducer> produce(TaskRuntime runtime, int operations) throws Exception {
    List<StressProducer> producers = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      StressProducer producer = new StressProducer(runtime, i, operations);
      producers.add(producer);
      running.add(threads.submit(producer));
    }
    for (Future<?> producer : running) {
      producer.get();
    }
    return producers;
  }

  @Test
  void runtime_usedByFourThreads_losesNothingAndIsNeverEarly() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      List<StressProducer> producers = produce(runtime, OPERATIONS);
      for (StressProducer producer : producers) {
        producer.assertAllEnded();
      }
      runtime.blockOn(Tasks.ready(1)); // cancels alone would not wake the loop
      Eventually.await("idle", () -> runtime.carrier().inbox.isIdle());
      RuntimeSnapshot told = runtime.snapshot();
      assertEquals(0, told.tasks().live());
      assertEquals(0, told.timers().pending());
      assertEquals(0, told.loop().inboxDepth());
      assertEquals(0, told.loop().callOutsFailed());
      assertEquals(told.tasks().spawned(), told.tasks().completed() + told.tasks().cancelled());
      assertEquals(told.timers().scheduled(), told.timers().fired() + told.timers().cancelled());
      assertTrue(told.timers().fired() > OPERATIONS / 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void runtime_inAnyLagMode_losesNothingAndIsNeverEarly(LagMode mode) throws Exception {
    try (TaskRuntime runtime = TaskRuntime.builder().lagMode(mode).build()) {
      for (StressProducer producer : produce(runtime, OPERATIONS / 20)) {
        producer.assertAllEnded();
      }
      assertEquals(0, runtime.snapshot().loop().callOutsFailed());
    }
  }

  @Test
  void runtime_closedUnderFourThreads_endsEveryHandle() throws Exception {
    for (int round = 0; round < 20; round++) {
      TaskRuntime runtime = TaskRuntime.start();
      List<StressProducer> producers = new ArrayList<>();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        StressProducer producer = new StressProducer(runtime, i, OPERATIONS);
        producers.add(producer);
        running.add(threads.submit(producer));
      }
      Eventually.await("under way", () -> runtime.snapshot().timers().fired() > 100);
      runtime.close();
      for (Future<?> producer : running) {
        producer.get();
      }
      for (StressProducer producer : producers) {
        producer.assertEveryHandleEnded();
      }
      assertEquals(0, runtime.carrier().timers.size());
    }
  }
}
