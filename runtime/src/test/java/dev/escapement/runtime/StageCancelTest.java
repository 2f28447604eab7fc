package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link Tasks#fromStage}: cancelled on either side. */
class StageCancelTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final CompletableFuture<String> stage = new CompletableFuture<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private JoinHandle<String> awaited(CompletionStage<String> of) {
    JoinHandle<String> handle = loop.runtime.spawn(Tasks.fromStage(of));
    loop.run();
    return handle;
  }

  @Test
  void cancel_ofTheTask_cancelsTheStage() {
    JoinHandle<String> handle = awaited(stage);
    handle.cancel();
    loop.run();

    assertTrue(stage.isCancelled());
    assertTrue(handle.toCompletableFuture().isCancelled());
  }

  @Test
  void cancel_beforeTheFirstPoll_cancelsTheStage() {
    loop.runtime.<String>spawn(Tasks.fromStage(stage)).cancel();
    loop.run();

    assertTrue(stage.isCancelled());
  }

  @Test
  void limit_aroundTheStage_cancelsIt() {
    loop.runtime.spawn(loop.runtime.timeout(Duration.ofSeconds(1), Tasks.fromStage(stage)));
    loop.advance(Duration.ofSeconds(1));

    assertTrue(stage.isCancelled());
  }

  @Test
  void cancel_ofAStageThatCannotBeCancelled_isNoFailureOfTheHook() {
    JoinHandle<String> handle = awaited(stage.minimalCompletionStage());
    handle.cancel();
    loop.run();

    assertTrue(handle.toCompletableFuture().isCancelled());
    assertEquals(0, loop.runtime.snapshot().loop().callOutsFailed());
  }

  @Test
  void future_ofATaskAsAStageOfAnother_goesBothWays() {
    Probe<String> probe = new Probe<>();
    JoinHandle<String> inner = loop.runtime.spawn(probe);
    JoinHandle<String> outer = awaited(inner.toCompletableFuture());
    outer.cancel();
    loop.run();

    assertEquals(1, probe.cancels);
    assertTrue(inner.isDone());
  }
}
