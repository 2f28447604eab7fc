package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinHandleAsTaskTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> probe = new Probe<>();
  private final JoinHandle<String> handle = loop.runtime.spawn("cook", probe);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void asTask_inOtherTask_givesTheValue() {
    JoinHandle<String> other = loop.runtime.spawn(Tasks.map(handle.asTask(), s -> s + "!"));
    loop.run();
    probe.finish("done");
    loop.run();

    assertEquals("done!", other.toCompletableFuture().resultNow());
  }

  @Test
  void asTask_ofFailedTask_throwsTheCauseAsItIs() {
    IOException thrown = new IOException("broken");
    loop.run();
    probe.fail(thrown);
    loop.run();

    assertSame(thrown, assertThrows(IOException.class, () -> pollOnce(handle.asTask())));
  }

  @Test
  void asTask_onOtherRuntime_isWokenThere() {
    try (TwoLoops two = new TwoLoops()) {
      Probe<String> there = new Probe<>();
      JoinHandle<String> spawned = two.onA(() -> two.a.runtime.spawn(there));
      JoinHandle<String> waiting = two.onB(() -> two.b.runtime.spawn(spawned.asTask()));
      two.run();

      two.onA(
          () -> {
            there.finish("done");
            return two.a.run();
          });
      assertTrue(spawned.isDone());
      assertFalse(waiting.isDone());

      two.onB(two.b::run);
      assertEquals("done", waiting.toCompletableFuture().resultNow());
    }
  }

  @Test
  void cancel_ofTheWait_stopsOnlyTheWait() {
    JoinHandle<String> waiting = loop.runtime.spawn(handle.asTask());
    JoinHandle<String> second = loop.runtime.spawn(handle.asTask());
    loop.run();

    waiting.cancel();
    loop.run();
    assertFalse(handle.isDone());
    assertEquals(0, probe.cancels);

    probe.finish("done");
    loop.run();
    assertEquals("done", second.toCompletableFuture().resultNow());
  }

  @Test
  void cancel_ofTheTask_isSeenByWaitersAfterTheHook() {
    List<String> order = new ArrayList<>();
    JoinHandle<String> hooked =
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void cancel() {
                order.add("hook");
              }
            });
    loop.runtime.spawn(
        Tasks.recover(
            hooked.asTask(),
            cause -> {
              order.add(cause.getClass().getSimpleName());
              return Tasks.ready("");
            }));
    Task<String> byHand = hooked.asTask();
    loop.run();
    assertFalse(byPoll(byHand, () -> order.add("told")));
    hooked.cancel();
    loop.run();

    assertEquals(List.of("hook", "told", "CancellationException"), order);
    assertThrows(CancellationException.class, () -> pollOnce(byHand));
  }

  private static boolean byPoll(Task<?> task, Waker waker) {
    try {
      return task.poll(Context.of(waker)).isReady();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static <T> Poll<T> pollOnce(Task<T> task) throws Exception {
    return task.poll(Context.of(Waker.noop()));
  }
}
