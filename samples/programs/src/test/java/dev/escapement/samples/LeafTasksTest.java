package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.Waker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The tasks of the samples that wait for something outside: which waker they wake, and how they
 * end.
 */
class LeafTasksTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void shared_movedToAnotherWaker_wakesTheLast() {
    var future = new TimerFuture.Shared();
    AtomicInteger first = new AtomicInteger();
    AtomicInteger last = new AtomicInteger();
    assertFalse(future.poll(Context.of(first::incrementAndGet)).isReady());
    assertFalse(future.poll(Context.of(last::incrementAndGet)).isReady());

    future.complete();

    assertEquals(List.of(0, 1), List.of(first.get(), last.get()));
    assertTrue(future.poll(Context.of(Waker.noop())).isReady());
  }

  @Test
  void shared_completedBeforeTheFirstPoll_isReady() {
    var future = new TimerFuture.Shared();
    future.complete();

    assertTrue(future.poll(Context.of(Waker.noop())).isReady());
  }

  @Test
  void leaf_movedToAnotherWaker_wakesTheLast() throws Exception {
    AtomicInteger first = new AtomicInteger();
    CountDownLatch last = new CountDownLatch(1);
    try (Reactor reactor = new Reactor()) {
      var leaf = new TwoFutures.Leaf(reactor, 7, Duration.ofSeconds(1));
      assertFalse(leaf.poll(Context.of(first::incrementAndGet)).isReady());
      assertFalse(leaf.poll(Context.of(last::countDown)).isReady());

      assertTrue(last.await(30, TimeUnit.SECONDS), "the last waker was woken");
      assertEquals(0, first.get());
      assertTrue(leaf.poll(Context.of(Waker.noop())).isReady());
    }
  }

  @Test
  void reactor_closed_hasJoinedItsThread() {
    Reactor reactor = new Reactor();
    reactor.register(1, HOUR, Waker.noop());
    assertTrue(reactor.isRunning());

    reactor.close();

    assertFalse(reactor.isRunning());
  }

  @Test
  void leaf_cancelled_isForgotten() {
    try (Reactor reactor = new Reactor()) {
      var leaf = new TwoFutures.Leaf(reactor, 1, HOUR);
      assertFalse(leaf.poll(Context.of(Waker.noop())).isReady());

      leaf.cancel();

      assertThrows(IllegalArgumentException.class, () -> reactor.isReady(1, Waker.noop()));
    }
  }

  @Test
  void threadSleeps_closed_endsTheThreads() throws Exception {
    try (ThreadSleeps sleeps = new ThreadSleeps()) {
      Task<@Nullable Void> sleep = sleeps.sleep(HOUR);
      assertFalse(sleep.poll(Context.of(Waker.noop())).isReady());
    } // would take an hour if close waited for the sleep
  }

  @Test
  void jobs_cancelled_takeTheirTimersOutOfTheHeap() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start();
        Lines lines = Lines.unseen()) {
      JoinHandle<@Nullable Void> handle = runtime.spawn(new Job(new Job.Plan(HOUR, lines), 1));
      runtime.blockOn(Tasks.yieldNow());
      assertEquals(1, runtime.snapshot().timers().scheduled());

      assertTrue(handle.cancel());
      runtime.blockOn(Tasks.yieldNow());

      assertEquals(1, runtime.snapshot().timers().cancelled());
    }
  }

  @Test
  void sleepOfAnotherRuntime_dropped_leavesThatRuntimesHeap() throws Exception {
    try (TaskRuntime timers = TaskRuntime.start();
        TaskRuntime executor = TaskRuntime.start()) {
      JoinHandle<@Nullable Void> handle = executor.spawn(timers.sleep(HOUR));
      executor.blockOn(Tasks.yieldNow());
      timers.blockOn(Tasks.yieldNow());
      assertEquals(1, timers.snapshot().timers().scheduled());
      assertEquals(0, executor.snapshot().timers().scheduled(), "the executor knows no timer");

      assertTrue(handle.cancel());
      executor.blockOn(Tasks.yieldNow());
      timers.blockOn(Tasks.yieldNow());

      assertEquals(1, timers.snapshot().timers().cancelled());
    }
  }
}
