package dev.escapement.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking joins, by real threads: which outcome they get, never how fast. */
@Timeout(60)
class JoinHandleBlockingTest {
  private final TaskRuntime runtime = TaskRuntime.builder().name("blocking").build();
  private final Promise<String> gate = new Promise<>();
  private final JoinHandle<String> handle = runtime.spawn("gated", gate.asTask());

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void join_byManyThreads_givesAllTheResult() throws Exception {
    List<FutureTask<String>> joins = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      joins.add(inThread(handle::join));
    }

    gate.complete("done");

    for (FutureTask<String> join : joins) {
      assertEquals("done", join.get(30, SECONDS));
    }
    assertEquals("done", handle.join(Duration.ofDays(100_000_000)));
  }

  @Test
  void join_byVirtualThread_givesTheResult() throws Exception {
    FutureTask<String> join = new FutureTask<>(handle::join);
    Thread.ofVirtual().start(join);

    gate.complete("done");

    assertEquals("done", join.get(30, SECONDS));
  }

  @Test
  void join_limited_leavesTheTaskAlone() throws Exception {
    var late = assertThrows(TimeoutException.class, () -> handle.join(Duration.ofMillis(1)));
    assertThrows(TimeoutException.class, () -> handle.join(Duration.ZERO));
    assertThrows(TimeoutException.class, () -> handle.join(Duration.ofSeconds(-1)));

    assertEquals("task 'gated' had not ended after PT0.001S", late.getMessage());
    assertFalse(handle.isDone());
    gate.complete("still");
    assertEquals("still", handle.join());
  }

  @Test
  void join_interrupted_leavesTheTaskAloneAndClearsTheFlag() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, handle::join);

    assertFalse(Thread.currentThread().isInterrupted());
    assertFalse(handle.isDone());
    gate.complete("still");
    assertEquals("still", handle.join());
  }

  @Test
  void join_ofTaskThatIsCancelled_ends() throws Exception {
    FutureTask<String> join = inThread(handle::join);

    assertTrue(handle.cancel());

    assertInstanceOf(CancellationException.class, causeOf(join));
  }

  @Test
  void blockOn_interrupted_cancelsItsTask() throws Exception {
    Promise<String> hook = new Promise<>();
    Task<String> endless =
        new Task<>() {
          @Override
          public Poll<String> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void cancel() {
            hook.complete("ran");
          }
        };
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> runtime.blockOn(endless));

    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals("ran", runtime.blockOn(hook.asTask()));
  }

  private static FutureTask<String> inThread(Callable<String> body) {
    FutureTask<String> task = new FutureTask<>(body);
    Thread thread = new Thread(task, "joiner");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static Throwable causeOf(FutureTask<?> task) {
    return assertThrows(Exception.class, () -> task.get(30, SECONDS)).getCause();
  }
}
