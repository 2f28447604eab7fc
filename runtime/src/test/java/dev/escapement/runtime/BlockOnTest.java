package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runtime without a thread of its own, driven by its caller; parking moves the clock. */
class BlockOnTest {
  private final HandTime time = new HandTime(0);
  private final TaskRuntime runtime =
      TaskRuntime.builder().name("driven").withoutOwnThread().timeSource(time).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void blockOn_drivesTheLoopUntilTheTaskHasEnded() throws Exception {
    Duration second = Duration.ofSeconds(1);

    assertEquals("done", runtime.blockOn(Tasks.map(runtime.sleep(second), value -> "done")));

    assertEquals(1_000_000_000, time.nanoTime());
  }

  @Test
  void blockOn_leavesOtherTasksForTheNextCall() throws Exception {
    JoinHandle<Void> longer = runtime.spawn(runtime.sleep(Duration.ofSeconds(2)));
    runtime.blockOn(runtime.sleep(Duration.ofSeconds(1)));
    assertFalse(longer.isDone());

    runtime.blockOn(longer.asTask());

    assertTrue(longer.isDone());
    assertEquals(2_000_000_000, time.nanoTime());
  }

  @Test
  void blockOn_ofAFailure_wrapsItOnce() {
    IOException thrown = new IOException("broken");

    var seen = assertThrows(ExecutionException.class, () -> runtime.blockOn(Tasks.failed(thrown)));

    assertSame(thrown, seen.getCause());
  }

  @Test
  void blockOn_whenTheTaskClosesTheRuntime_isCancelled() {
    Task<String> closing =
        context -> {
          runtime.close();
          return Poll.pending();
        };

    assertThrows(CancellationException.class, () -> runtime.blockOn(closing));
  }

  @Test
  void blockOn_interrupted_cancelsTheTaskAndClearsTheFlag() {
    Probe<String> probe = new Probe<>();
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> runtime.blockOn(probe));

    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(1, probe.cancels);
  }

  @Test
  void blockOn_insideATask_isRefused() throws Exception {
    List<String> refusals = new ArrayList<>();
    runtime.blockOn(
        context -> {
          refusals.add(
              assertThrows(IllegalStateException.class, () -> runtime.blockOn(Tasks.ready("")))
                  .getMessage());
          return Poll.ready("");
        });

    assertTrue(
        refusals.getFirst().contains("on the carrier of runtime 'driven'"), refusals::toString);
  }

  @Test
  void blockOn_whileAnotherThreadDrives_isRefusedWithItsName() throws Exception {
    List<String> refusals = new ArrayList<>();
    runtime.blockOn(
        context -> {
          Thread other =
              new Thread(
                  () ->
                      refusals.add(
                          assertThrows(
                                  IllegalStateException.class,
                                  () -> runtime.blockOn(Tasks.ready("")))
                              .getMessage()));
          other.start();
          other.join();
          return Poll.ready("");
        });

    String driver = Thread.currentThread().getName();
    assertTrue(
        refusals.getFirst().contains("driven by '" + driver + "' already"), refusals::toString);
  }
}
