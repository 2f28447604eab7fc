package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
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
}
