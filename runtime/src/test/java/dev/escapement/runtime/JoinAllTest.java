package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinAllTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> a = new Probe<>();
  private final Probe<String> b = new Probe<>();
  private final Probe<String> c = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private JoinHandle<List<String>> joined() {
    JoinHandle<List<String>> handle = loop.runtime.spawn(Tasks.joinAll(List.of(a, b, c)));
    loop.run();
    return handle;
  }

  @Test
  void results_comeInTheGivenOrder() {
    JoinHandle<List<String>> handle = joined();
    c.finish("c");
    loop.run();
    a.finish("a");
    loop.run();
    assertFalse(handle.isDone());
    b.finish("b");
    loop.run();

    assertEquals(List.of("a", "b", "c"), handle.toCompletableFuture().resultNow());
    assertEquals(0, a.cancels + b.cancels + c.cancels);
  }

  @Test
  void results_mayBeNullAndAreUnmodifiable() {
    JoinHandle<List<String>> handle =
        loop.runtime.spawn(Tasks.joinAll(List.of(Tasks.ready(null), Tasks.ready("b"))));
    loop.run();
    List<String> results = handle.toCompletableFuture().resultNow();

    assertEquals(Arrays.asList(null, "b"), results);
    assertThrows(UnsupportedOperationException.class, () -> results.set(0, "x"));
  }

  @Test
  void joinAll_ofNothing_isReadyAtOnceWithAnEmptyList() throws Exception {
    Poll<List<String>> found = Tasks.<String>joinAll(List.of()).poll(Context.of(Waker.noop()));

    assertEquals(Poll.ready(List.of()), found);
  }

  @Test
  void cancel_cancelsWhatHasNotEndedAndOnlyOnce() {
    JoinHandle<List<String>> handle = joined();
    a.finish("a");
    loop.run();
    handle.cancel();
    loop.run();

    assertEquals(List.of(0, 1, 1), List.of(a.cancels, b.cancels, c.cancels));
  }

  @Test
  void collection_changedAfterwards_isNotLookedAt() {
    List<Task<String>> tasks = new ArrayList<>(List.of(Tasks.ready("a")));
    JoinHandle<List<String>> handle = loop.runtime.spawn(Tasks.joinAll(tasks));
    tasks.clear();
    loop.run();

    assertEquals(List.of("a"), handle.toCompletableFuture().resultNow());
  }

  @Test
  void collection_withNull_isRefusedByName() {
    List<Task<String>> tasks = Arrays.asList(a, null);

    var refusal = assertThrows(NullPointerException.class, () -> Tasks.joinAll(tasks));
    assertTrue(refusal.getMessage().contains("tasks"), refusal.getMessage());
    assertThrows(NullPointerException.class, () -> Tasks.race(tasks));
  }

  @Test
  void joinAll_polledAfterItsEnd_isRefused() throws Exception {
    Task<List<String>> all = Tasks.joinAll(List.of(Tasks.ready("a")));
    assertTrue(all.poll(Context.of(Waker.noop())).isReady());

    assertThrows(IllegalStateException.class, () -> all.poll(Context.of(Waker.noop())));
  }

  @Test
  void joinAll_ofSleeps_endsWithTheLast() {
    JoinHandle<List<Void>> handle =
        loop.runtime.spawn(
            Tasks.joinAll(
                List.of(
                    loop.runtime.sleep(Duration.ofSeconds(2)),
                    loop.runtime.sleep(Duration.ofSeconds(1)))));
    loop.advance(Duration.ofSeconds(2).minusNanos(1));
    assertFalse(handle.isDone());
    loop.advance(Duration.ofNanos(1));

    assertEquals(Arrays.asList(null, null), handle.toCompletableFuture().resultNow());
  }
}
