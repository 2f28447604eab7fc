package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A poll that does not end. The one test that waits out the patience of close, ten seconds. */
class StuckCloseTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final CapturedLog log = new CapturedLog();
  private final CountDownLatch polled = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger ran = new AtomicInteger();

  @AfterEach
  void restore() {
    release.countDown();
    log.close();
  }

  private Poll<Integer> stuck(Context context) throws InterruptedException {
    polled.countDown();
    assertTrue(release.await(60, TimeUnit.SECONDS));
    return Poll.ready(1);
  }

  @Test
  void close_pollThatDoesNotEnd_failsEveryHandleAndLogsTheStack() throws Exception {
    TaskRuntime runtime = TaskRuntime.builder().name("stuck").build();
    TaskRuntime other = TaskRuntime.builder().uncaughtHandler((task, cause) -> {}).build();
    List<JoinHandle<?>> handles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      handles.add(runtime.spawn(runtime.sleep(HOUR)));
      runtime.schedule(HOUR, ran::incrementAndGet);
    }
    JoinHandle<Void> registered = other.spawn(runtime.sleep(HOUR));
    Eventually.await("polled", () -> other.snapshot().tasks().polls() == 1);
    Eventually.await("idle", () -> other.carrier().inbox.isIdle());
    JoinHandle<Integer> stuck = runtime.spawn(this::stuck);
    handles.add(stuck);
    assertTrue(polled.await(30, TimeUnit.SECONDS));
    assertEquals(201, runtime.snapshot().timers().scheduled());
    Thread carrier = runtime.carrier().thread();
    for (int i = 0; i < 100; i++) {
      handles.add(runtime.spawn(Tasks.map(Tasks.ready(i), n -> ran.incrementAndGet())));
      handles.add(runtime.spawn(runtime.sleep(HOUR)));
      runtime.schedule(Duration.ZERO, ran::incrementAndGet);
    }
    JoinHandle<Void> inTheInbox = other.spawn(runtime.sleep(HOUR));
    Eventually.await("in the inbox", () -> runtime.snapshot().loop().inboxDepth() == 301);
    CompletableFuture<Integer> future = stuck.toCompletableFuture();

    long start = System.nanoTime();
    runtime.close();

    assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(10));
    for (JoinHandle<?> handle : handles) {
      assertTrue(handle.isDone());
      assertThrows(CancellationException.class, handle::join);
    }
    assertTrue(future.isCancelled());
    assertEndsAsCancelled(registered);
    assertEndsAsCancelled(inTheInbox);
    assertLogged();
    assertTrue(carrier.isAlive());
    release.countDown();
    Eventually.awaitEnd(carrier);
    assertEquals(0, ran.get());
    assertThrows(CancellationException.class, stuck::join);
    runtime.close();
    other.close();
    WatchdogThread.awaitNone();
  }

  private static void assertEndsAsCancelled(JoinHandle<Void> sleeper) {
    Eventually.await("the sleeper is told", sleeper::isDone);
    ExecutionException thrown = assertThrows(ExecutionException.class, sleeper::join);
    assertEquals(CancellationException.class, thrown.getCause().getClass());
  }

  private void assertLogged() {
    List<LogRecord> records =
        log.atLeast(Level.SEVERE).stream()
            .filter(r -> r.getMessage().startsWith("runtime 'stuck' was closed"))
            .toList();
    assertEquals(1, records.size());
    assertTrue(
        Arrays.stream(records.getFirst().getThrown().getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("stuck")));
  }
}
