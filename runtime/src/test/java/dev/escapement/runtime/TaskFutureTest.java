package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskFutureTest {
  private final HandLoop loop = new HandLoop();
  private final Probe<String> probe = new Probe<>();
  private final JoinHandle<String> handle = loop.runtime.spawn("cook", probe);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void future_ofTaskThatEnds_getsTheValueOnTheCarrier() {
    CompletableFuture<String> future = handle.toCompletableFuture();
    List<Boolean> onCarrier = new ArrayList<>();
    CompletableFuture<Void> after =
        future.thenAccept(value -> onCarrier.add(loop.carrier.isCurrentThread()));
    loop.run();
    assertFalse(future.isDone());
    probe.finish("done");
    loop.run();

    assertEquals("done", future.resultNow());
    assertTrue(after.isDone());
    assertEquals(List.of(true), onCarrier);
  }

  @Test
  void future_ofTaskThatHasEnded_isDone() {
    loop.run();
    probe.finish("done");
    loop.run();

    assertEquals("done", handle.toCompletableFuture().resultNow());
    assertNotSame(handle.toCompletableFuture(), handle.toCompletableFuture());
  }

  @Test
  void future_ofFailedTask_hasTheCauseAsItIs() {
    CompletableFuture<String> before = handle.toCompletableFuture();
    IOException thrown = new IOException("broken");
    loop.run();
    probe.fail(thrown);
    loop.run();

    assertSame(thrown, before.exceptionNow());
    assertSame(thrown, assertThrows(ExecutionException.class, before::get).getCause());
    assertSame(thrown, handle.toCompletableFuture().exceptionNow());
  }

  @Test
  void future_ofCancelledTask_isCancelled() {
    CompletableFuture<String> before = handle.toCompletableFuture();
    loop.run();
    handle.cancel();
    assertFalse(before.isDone(), "told after the hook");
    loop.run();

    assertTrue(before.isCancelled());
    assertThrows(CancellationException.class, before::join);
    assertTrue(handle.toCompletableFuture().isCancelled());
  }

  @Test
  void cancel_ofFuture_cancelsTheTask() {
    CompletableFuture<String> future = handle.toCompletableFuture();
    CompletableFuture<String> second = handle.toCompletableFuture();
    loop.run();

    loop.elsewhere(() -> assertTrue(future.cancel(true)));
    assertTrue(future.isCancelled());
    loop.run();

    assertEquals(1, probe.cancels);
    assertTrue(handle.isDone());
    assertTrue(second.isCancelled());
    assertFalse(handle.cancel());
  }

  @Test
  void cancel_ofFutureWhoseTaskHasEnded_isFalse() {
    CompletableFuture<String> future = handle.toCompletableFuture();
    loop.run();
    probe.finish("done");
    loop.run();

    assertFalse(future.cancel(true));
    assertEquals("done", future.resultNow());
    assertEquals(0, probe.cancels);
  }

  @Test
  void cancel_ofFutureOfTaskThatIsBeingCancelled_isTrue() {
    CompletableFuture<String> future = handle.toCompletableFuture();
    loop.run();
    assertTrue(handle.cancel());

    assertTrue(future.cancel(false));
    loop.run();

    assertEquals(1, probe.cancels);
    assertTrue(future.isCancelled());
  }

  @Test
  void complete_ofFutureByHand_leavesTheTaskAlone() {
    CompletableFuture<String> future = handle.toCompletableFuture();
    loop.run();
    future.complete("mine");
    assertFalse(handle.isDone());

    probe.finish("its own");
    loop.run();

    assertEquals("mine", future.resultNow());
    assertEquals("its own", handle.toCompletableFuture().resultNow());
  }
}
