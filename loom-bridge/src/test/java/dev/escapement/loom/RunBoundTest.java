package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bound on the runs that are under way. */
class RunBoundTest {
  private final HandClock hand = new HandClock();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void close() {
    go.countDown();
    hand.close();
  }

  private LoomScheduledExecutor bounded(int bound) {
    return LoomBridge.builder(hand.runtime).maxConcurrentRuns(bound).build().scheduledExecutor();
  }

  private String hold() throws InterruptedException {
    began.countDown();
    go.await();
    return "held";
  }

  @Test
  void timers_manyDueAtOnce_runAllWithinTheBound() {
    int many = 100_000;
    var executor = bounded(10);
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    var all = new AtomicInteger();
    for (int i = 0; i < many; i++) {
      var _ =
          executor.schedule(
              () -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1);
                underWay.decrementAndGet();
                return all.incrementAndGet();
              },
              1,
              TimeUnit.SECONDS);
    }
    hand.awaitTimers(many);
    hand.advance(Duration.ofSeconds(1));
    executor.close();
    assertEquals(many, all.get());
    assertTrue(most.get() <= 10, () -> most + " were under way");
  }

  @Test
  void timers_beyondABoundOfOne_runInTheOrderOfComingDue() {
    int many = 10_000;
    var executor = bounded(1);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      int number = i;
      // two by two at the same time, the later pairs first
      long delay = (long) many - (number / 2);
      var _ = executor.schedule(() -> order.add(number), delay, TimeUnit.MILLISECONDS);
    }
    hand.awaitTimers(many);
    hand.advance(Duration.ofMillis(many));
    executor.close();
    List<Integer> expected = new ArrayList<>();
    IntStream.iterate(many - 2, i -> i >= 0, i -> i - 2)
        .forEach(i -> expected.addAll(List.of(i, i + 1)));
    assertEquals(expected, order);
  }

  @Test
  void cancel_ofARunThatWaitsForTheBound_letsTheNextPass() throws Exception {
    var executor = bounded(1);
    Future<String> holder = executor.submit(this::hold);
    began.await();
    Future<String> cancelled = executor.submit(() -> "no");
    Future<String> next = executor.submit(() -> "next");
    assertTrue(cancelled.cancel(false));
    assertFalse(next.isDone());
    go.countDown();
    assertEquals("held", holder.get());
    assertEquals("next", next.get());
    executor.close();
  }

  @Test
  void shutdown_withDueTasksBeyondTheBound_runsTheSingleAndDropsThePeriodic() throws Exception {
    var executor = bounded(1);
    Future<String> holder = executor.submit(this::hold);
    began.await();
    Future<String> single = executor.submit(() -> "single");
    Future<?> periodic = executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.SECONDS);
    executor.shutdown();
    assertTrue(periodic.isCancelled());
    go.countDown();
    executor.close();
    assertEquals("held", holder.resultNow());
    assertEquals("single", single.resultNow());
  }

  @Test
  void shutdownNow_withDueTasksBeyondTheBound_returnsThem() throws Exception {
    var executor = bounded(1);
    Future<String> holder = executor.submit(this::hold);
    began.await();
    Future<String> due = executor.submit(() -> "");
    assertEquals(List.of(due), executor.shutdownNow());
    assertThrows(Exception.class, holder::get);
    executor.close();
    assertFalse(due.isDone());
  }

  @Test
  void runtimeClose_withDueTasksBeyondTheBound_cancelsThem() throws Exception {
    var executor = bounded(1);
    Future<String> holder = executor.submit(this::hold);
    began.await();
    Future<String> due = executor.submit(() -> "");
    hand.close();
    assertThrows(CancellationException.class, due::get);
    go.countDown();
    assertEquals("held", holder.get());
    executor.close();
  }

  @Test
  void invokeAll_ofMoreThanTheBound_runsAll() throws Exception {
    var executor = bounded(2);
    var all = executor.invokeAll(IntStream.range(0, 50).mapToObj(i -> callable(i)).toList());
    for (int i = 0; i < 50; i++) {
      assertEquals(i, all.get(i).resultNow());
    }
    executor.close();
  }

  private static Callable<Integer> callable(int value) {
    return () -> value;
  }
}
