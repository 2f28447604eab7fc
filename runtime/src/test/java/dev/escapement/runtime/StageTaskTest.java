package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link Tasks#fromStage}. */
class StageTaskTest {
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

  private static Throwable failureOf(JoinHandle<?> handle) {
    return handle.toCompletableFuture().handle((value, failure) -> failure).join();
  }

  @Test
  void stage_thatIsComplete_isReadyAtOnce() {
    assertEquals(
        "done",
        awaited(CompletableFuture.completedFuture("done")).toCompletableFuture().resultNow());
    assertSame(
        null, awaited(CompletableFuture.completedFuture(null)).toCompletableFuture().resultNow());
  }

  @Test
  void stage_thatCompletesElsewhere_wakesTheTask() {
    JoinHandle<String> handle = awaited(stage);
    loop.elsewhere(() -> stage.complete("done"));
    assertFalse(handle.isDone());
    assertEquals(1, loop.carrier.inbox.depth());
    loop.run();

    assertEquals("done", handle.toCompletableFuture().resultNow());
  }

  @Test
  void stage_thatFails_givesItsCauseAsItIs() {
    IOException thrown = new IOException("broken");
    JoinHandle<String> handle = awaited(stage);
    stage.completeExceptionally(thrown);
    loop.run();

    assertSame(thrown, handle.toCompletableFuture().exceptionNow());
  }

  @Test
  void stage_behindOthersThatFail_givesTheCauseWithoutItsWrapper() {
    IOException thrown = new IOException("broken");
    JoinHandle<String> handle = awaited(stage.thenApply(value -> value).thenApply(x -> x));
    stage.completeExceptionally(thrown);
    loop.run();

    assertSame(thrown, handle.toCompletableFuture().exceptionNow());
  }

  @Test
  void stage_failedWithABareCompletionException_givesThat() {
    CompletionException bare = new CompletionException("bare", null);
    JoinHandle<String> handle = awaited(stage);
    stage.completeExceptionally(bare);
    loop.run();

    assertSame(bare, handle.toCompletableFuture().exceptionNow());
  }

  @Test
  void stage_thatIsCancelled_failsTheTaskWithCancellation() {
    JoinHandle<String> direct = awaited(stage);
    JoinHandle<String> behind = awaited(stage.thenApply(value -> value));
    stage.cancel(false);
    loop.run();

    assertInstanceOf(CancellationException.class, failureOf(direct));
    assertInstanceOf(CancellationException.class, failureOf(behind));
    assertEquals(2, loop.runtime.snapshot().tasks().failed());
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
