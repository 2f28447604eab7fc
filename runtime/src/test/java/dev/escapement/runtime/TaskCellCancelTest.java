package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCellCancelTest {
  private final HandLoop loop = new HandLoop();
  private final Probe<String> probe = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void cancel_ofTaskThatWasNeverPolled_runsTheHookAndNoPoll() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);

    assertTrue(handle.cancel());
    assertFalse(handle.isDone(), "the hook runs on the carrier, in its turn");
    loop.run();

    assertTrue(handle.isDone());
    assertEquals(0, probe.polls);
    assertEquals(1, probe.cancels);
  }

  @Test
  void cancel_ofWaitingTask_runsTheHookOnce() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    assertTrue(handle.cancel());
    assertFalse(handle.cancel());
    loop.elsewhere(() -> assertFalse(handle.cancel()));
    loop.run();

    assertEquals(1, probe.polls);
    assertEquals(1, probe.cancels);
    assertFalse(handle.cancel());
  }

  @Test
  void cancel_fromElsewhere_comesThroughTheInbox() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    loop.elsewhere(() -> assertTrue(handle.cancel()));

    assertEquals(0, probe.cancels);
    assertFalse(handle.isDone());
    loop.run();
    assertEquals(1, probe.cancels);
    assertTrue(handle.isDone());
  }

  @Test
  void cancel_duringThePollThatReturnsReady_winsWithoutTheHook() {
    List<JoinHandle<String>> own = new ArrayList<>();
    List<Boolean> decided = new ArrayList<>();
    int[] hooks = {0};
    own.add(
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                decided.add(own.getFirst().cancel());
                decided.add(own.getFirst().cancel());
                return Poll.ready("too late");
              }

              @Override
              public void cancel() {
                hooks[0]++;
              }
            }));
    CompletableFuture<String> future = own.getFirst().toCompletableFuture();

    loop.run();

    assertEquals(List.of(true, false), decided);
    assertTrue(future.isCancelled());
    assertEquals(0, hooks[0], "a task that was ready has nothing to give up");
  }

  @Test
  void cancel_duringThePollThatReturnsPending_runsTheHookAfterIt() {
    List<String> order = new ArrayList<>();
    List<JoinHandle<String>> own = new ArrayList<>();
    own.add(
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                own.getFirst().cancel();
                order.add("poll");
                return Poll.pending();
              }

              @Override
              public void cancel() {
                order.add("hook");
              }
            }));

    loop.run();

    assertEquals(List.of("poll", "hook"), order);
    assertTrue(own.getFirst().isDone());
  }

  @Test
  void cancel_duringThePollThatFails_isCancelledAndNotUncaught() {
    List<String> uncaught = new ArrayList<>();
    try (HandLoop other =
        new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> uncaught.add(name)))) {
      List<JoinHandle<String>> own = new ArrayList<>();
      own.add(
          other.runtime.spawn(
              context -> {
                own.getFirst().cancel();
                throw new IllegalStateException("too late");
              }));
      other.run();

      assertTrue(own.getFirst().toCompletableFuture().isCancelled());
      assertEquals(List.of(), uncaught);
    }
  }

  @Test
  void cancel_afterTheEnd_isFalseAndChangesNothing() {
    JoinHandle<String> handle = loop.runtime.spawn(probe.ready("done"));
    loop.run();

    assertFalse(handle.cancel());
    loop.run();

    assertEquals(0, probe.cancels);
    assertEquals("done", handle.toCompletableFuture().resultNow());
  }

  @Test
  void cancel_thenWake_pollsNoMore() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    probe.waker.wake();
    handle.cancel();
    probe.waker.wake();
    loop.run();
    probe.waker.wake();
    loop.run();

    assertEquals(1, probe.polls);
    assertEquals(1, probe.cancels);
  }

  @Test
  void hook_thatWakesItsOwnTask_changesNothing() {
    List<Waker> wakers = new ArrayList<>();
    JoinHandle<String> handle =
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                wakers.add(context.waker());
                return Poll.pending();
              }

              @Override
              public void cancel() {
                wakers.getFirst().wake();
              }
            });
    loop.run();

    handle.cancel();
    loop.run();

    assertEquals(1, wakers.size());
    assertTrue(loop.carrier.ready.isEmpty());
    assertEquals(0, loop.carrier.live.size());
  }

  @Test
  void hook_thatThrows_isCountedAndTheHandleEnds() {
    JoinHandle<String> handle =
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void cancel() {
                throw new AssertionError("out of a hook");
              }
            });
    loop.run();
    handle.cancel();
    loop.run();

    assertTrue(handle.toCompletableFuture().isCancelled());
    assertEquals(1, loop.runtime.snapshot().loop().callOutsFailed());
  }
}
