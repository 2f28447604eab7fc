package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runtime without a thread of its own. */
class CallerDrivenTest {
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final TaskRuntime runtime =
      TaskRuntime.builder().name("driven").withoutOwnThread().build();
  private final CountDownLatch polled = new CountDownLatch(1);
  private final Promise<Integer> promise = new Promise<>();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Pending until the promise has a value; tells when it is polled. */
  private Task<Integer> waiting() {
    Task<Integer> wait = promise.asTask();
    return context -> {
      polled.countDown();
      return wait.poll(context);
    };
  }

  private Thread driver(FutureTask<Integer> body) throws InterruptedException {
    Thread thread = new Thread(body, "driver");
    thread.start();
    assertTrue(polled.await(30, TimeUnit.SECONDS));
    return thread;
  }

  @Test
  void blockOn_onTheCaller_pollsThere() throws Exception {
    Thread me = Thread.currentThread();
    assertSame(me, runtime.blockOn(context -> Poll.ready(Thread.currentThread())));
  }

  @Test
  void blockOn_taskThatSleeps_isNeverEarly() throws Exception {
    long start = System.nanoTime();
    runtime.blockOn(runtime.sleep(Duration.ofMillis(5)));
    assertTrue(System.nanoTime() - start >= 5_000_000);
  }

  @Test
  void blockOn_taskThatFails_wrapsTheCauseOnce() {
    IllegalStateException cause = new IllegalStateException("on purpose");
    assertSame(
        cause,
        assertThrows(ExecutionException.class, () -> runtime.blockOn(Tasks.failed(cause)))
            .getCause());
  }

  @Test
  void spawn_whileNobodyDrives_runsWithTheNextBlockOn() throws Exception {
    JoinHandle<Integer> spawned = runtime.spawn(Tasks.ready(5));
    assertFalse(spawned.isDone());
    assertEquals(5, runtime.blockOn(spawned.asTask()));
    assertEquals(5, spawned.join());
  }

  @Test
  void blockOn_endedBeforeOthers_leavesThemForTheNextOne() throws Exception {
    Promise<Integer> later = new Promise<>();
    JoinHandle<Integer> longer = runtime.spawn(later.asTask());
    runtime.blockOn(Tasks.ready(1));
    assertFalse(longer.isDone());
    later.complete(2);
    assertEquals(2, runtime.blockOn(longer.asTask()));
  }

  @Test
  void blockOn_whileAnotherThreadDrives_isRefused() throws Exception {
    FutureTask<Integer> driving = new FutureTask<>(() -> runtime.blockOn(waiting()));
    driver(driving);
    String message =
        assertThrows(IllegalStateException.class, () -> runtime.blockOn(Tasks.ready(1)))
            .getMessage();
    assertTrue(message.contains("'driven'") && message.contains("'driver'"), message);
    promise.complete(3);
    assertEquals(3, driving.get());
  }

  @Test
  void join_whileNobodyDrives_isRefused() {
    JoinHandle<Integer> handle = runtime.spawn("lonely", Tasks.ready(1));
    String message = assertThrows(IllegalStateException.class, handle::join).getMessage();
    assertTrue(message.contains("'driven'") && message.contains("'lonely'"), message);
    assertThrows(IllegalStateException.class, () -> handle.join(Eventually.LIMIT));
  }

  @Test
  void join_whileAnotherThreadDrives_getsTheResult() throws Exception {
    Promise<Integer> other = new Promise<>();
    JoinHandle<Integer> handle = runtime.spawn(other.asTask());
    FutureTask<Integer> driving = new FutureTask<>(() -> runtime.blockOn(waiting()));
    driver(driving);
    other.complete(4);
    assertEquals(4, handle.join(Eventually.LIMIT));
    promise.complete(5);
    assertEquals(5, driving.get());
  }

  @Test
  void join_whenTheDriverLeaves_isToldSo() throws Exception {
    JoinHandle<Void> never = runtime.spawn("never", runtime.sleep(NEVER));
    FutureTask<Integer> driving = new FutureTask<>(() -> runtime.blockOn(waiting()));
    driver(driving);
    FutureTask<IllegalStateException> joining =
        new FutureTask<>(() -> assertThrows(IllegalStateException.class, never::join));
    Thread joiner = new Thread(joining, "joiner");
    joiner.start();
    Eventually.awaitBlocked(joiner);
    promise.complete(1);
    driving.get();
    assertTrue(joining.get(30, TimeUnit.SECONDS).getMessage().contains("'never'"));
  }

  @Test
  void interrupt_ofTheDriver_cancelsTheTaskAndIsThrown() throws Exception {
    CountDownLatch hook = new CountDownLatch(1);
    FutureTask<Integer> driving =
        new FutureTask<>(
            () ->
                runtime.blockOn(
                    new Task<Integer>() {
                      @Override
                      public Poll<Integer> poll(Context context) {
                        polled.countDown();
                        return Poll.pending();
                      }

                      @Override
                      public void cancel() {
                        hook.countDown();
                      }
                    }));
    Thread thread = driver(driving);
    thread.interrupt();
    ExecutionException thrown = assertThrows(ExecutionException.class, driving::get);
    assertEquals(InterruptedException.class, thrown.getCause().getClass());
    assertEquals(0, hook.getCount());
    assertEquals(1, runtime.snapshot().tasks().cancelled());
    assertEquals(1, runtime.blockOn(Tasks.ready(1)));
  }

  @Test
  void interrupt_beforeBlockOn_cancelsTheTaskAndClearsTheFlag() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> runtime.blockOn(runtime.sleep(NEVER)));
    assertFalse(Thread.interrupted());
  }

  @Test
  void interrupt_ofOneWhoJoins_leavesTheTask() throws Exception {
    Promise<Integer> other = new Promise<>();
    JoinHandle<Integer> handle = runtime.spawn(other.asTask());
    FutureTask<Integer> driving = new FutureTask<>(() -> runtime.blockOn(waiting()));
    driver(driving);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, handle::join);
    other.complete(1);
    assertEquals(1, handle.join(Eventually.LIMIT));
    promise.complete(2);
    driving.get();
  }

  @Test
  void blockOn_taskThatIsCancelledMeanwhile_tellsTheWaiter() {
    JoinHandle<Void> never = runtime.spawn(runtime.sleep(NEVER));
    runtime.spawn(context -> Poll.ready(never.cancel()));
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> runtime.blockOn(never.asTask()));
    assertEquals(CancellationException.class, thrown.getCause().getClass());
    assertThrows(CancellationException.class, never::join);
  }
}
