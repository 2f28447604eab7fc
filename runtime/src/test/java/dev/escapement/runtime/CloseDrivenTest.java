package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a runtime that its callers drive. */
class CloseDrivenTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskRuntime runtime =
      TaskRuntime.builder().name("driven").withoutOwnThread().build();
  private final CountDownLatch polled = new CountDownLatch(1);
  private final long start = System.nanoTime();

  @AfterEach
  void noPollWasGivenUp() {
    runtime.close();
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(8));
    assertTrue(runtime.carrier().life.endedInOrder());
    WatchdogThread.awaitNone();
  }

  private Thread drive(FutureTask<?> driving) throws InterruptedException {
    Thread driver = new Thread(driving, "driver");
    driver.start();
    assertTrue(polled.await(30, TimeUnit.SECONDS));
    return driver;
  }

  @Test
  void close_whileNobodyDrives_endsWhatWasSpawned() {
    JoinHandle<Integer> spawned = runtime.spawn(Tasks.ready(1));
    runtime.close();
    assertThrows(CancellationException.class, spawned::join);
    assertThrows(RejectedExecutionException.class, () -> runtime.blockOn(Tasks.ready(1)));
  }

  @Test
  void drain_whileNobodyDrives_isDrivenByTheCloser() throws Exception {
    JoinHandle<Integer> ready = runtime.spawn(Tasks.ready(1));
    JoinHandle<Void> sleeper = runtime.spawn(runtime.sleep(Duration.ofMillis(2)));
    JoinHandle<Void> tooLong = runtime.spawn(runtime.sleep(HOUR));
    runtime.close(Duration.ofMillis(50));
    assertEquals(1, ready.join());
    assertFalse(sleeper.toCompletableFuture().isCancelled());
    assertThrows(CancellationException.class, tooLong::join);
  }

  @Test
  void close_whileAnotherThreadDrives_cancelsItsTask() throws Exception {
    FutureTask<Void> driving =
        new FutureTask<>(
            () -> {
              Sleep sleep = runtime.sleep(HOUR);
              return runtime.blockOn(
                  context -> {
                    polled.countDown();
                    return sleep.poll(context);
                  });
            });
    drive(driving);
    runtime.close();
    ExecutionException thrown = assertThrows(ExecutionException.class, driving::get);
    assertEquals(CancellationException.class, thrown.getCause().getClass());
  }

  @Test
  void close_duringTheLastPollOfTheDriver_isDoneByOneOfThem() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    FutureTask<Integer> driving =
        new FutureTask<>(
            () ->
                runtime.blockOn(
                    context -> {
                      polled.countDown();
                      assertTrue(release.await(30, TimeUnit.SECONDS));
                      return Poll.ready(1);
                    }));
    drive(driving);
    Thread closer = new Thread(runtime::close, "closer");
    closer.start();
    Eventually.await("it is marked", () -> runtime.carrier().life.isClosed());
    Eventually.awaitBlocked(closer);
    release.countDown();
    Eventually.awaitEnd(closer);
    assertEquals(1, driving.get());
    assertThrows(CancellationException.class, pending::join);
  }

  @Test
  void close_byTheTaskThatIsDriven_endsEverything() throws Exception {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    Task<Integer> closer =
        context -> {
          runtime.close();
          return Poll.ready(1);
        };
    assertEquals(1, runtime.blockOn(closer));
    assertThrows(CancellationException.class, pending::join);
    assertTrue(runtime.carrier().life.isTerminated());
  }

  @Test
  void close_byTwoThreadsWhileNobodyDrives_bothSeeTheEnd() throws Exception {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              runtime.close();
              return pending.isDone();
            });
    Thread other = new Thread(closing, "closer");
    other.start();
    runtime.close();
    assertTrue(pending.isDone());
    assertTrue(closing.get(30, TimeUnit.SECONDS));
  }

  @Test
  void close_joinerOfAPendingTask_isTold() throws Exception {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    FutureTask<Void> driving =
        new FutureTask<>(
            () -> {
              polled.countDown();
              return runtime.blockOn(runtime.sleep(HOUR));
            });
    drive(driving);
    Eventually.await("it is driven", () -> runtime.carrier().thread() != null);
    FutureTask<Object> joining =
        new FutureTask<>(() -> assertThrows(CancellationException.class, pending::join));
    Thread joiner = new Thread(joining, "joiner");
    joiner.start();
    Eventually.awaitBlocked(joiner);
    runtime.close();
    joining.get(30, TimeUnit.SECONDS);
  }
}
