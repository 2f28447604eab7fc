package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The end of a runtime with a thread of its own. */
class CloseTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskRuntime runtime = TaskRuntime.builder().name("short-lived").build();
  private final Thread carrier = carrierOf(runtime);

  private static Thread carrierOf(TaskRuntime runtime) {
    try {
      return runtime.blockOn(context -> Poll.ready(Thread.currentThread()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void noThreadIsLeft() {
    runtime.close();
    assertFalse(carrier.isAlive());
    WatchdogThread.awaitNone();
  }

  private static void assertCancelled(JoinHandle<?> handle) {
    assertTrue(handle.isDone());
    assertThrows(CancellationException.class, handle::join);
  }

  private static void assertRefused(Executable call) {
    String message = assertThrows(RejectedExecutionException.class, call).getMessage();
    assertTrue(message.endsWith("runtime 'short-lived' is closed"), message);
  }

  /** Counts its hooks, and where they run. */
  private final class Hooked implements Task<Integer> {
    private final AtomicInteger onCarrier;

    Hooked(AtomicInteger onCarrier) {
      this.onCarrier = onCarrier;
    }

    @Override
    public Poll<Integer> poll(Context context) {
      return Poll.pending();
    }

    @Override
    public void cancel() {
      if (Thread.currentThread() == carrier) {
        onCarrier.incrementAndGet();
      }
    }
  }

  @Test
  void close_withNothingPending_endsTheThread() {
    runtime.close();
    assertFalse(carrier.isAlive());
  }

  @Test
  void close_twice_doesNothingMore() {
    runtime.close();
    runtime.close();
    runtime.close(HOUR);
  }

  @Test
  void close_withThousandsPending_endsEachAsCancelled() {
    List<JoinHandle<?>> handles = new ArrayList<>();
    List<TimerHandle> timers = new ArrayList<>();
    AtomicInteger fired = new AtomicInteger();
    Promise<Integer> promise = new Promise<>();
    for (int i = 0; i < 5_000; i++) {
      handles.add(runtime.spawn(runtime.sleep(HOUR)));
      handles.add(runtime.spawn(promise.asTask()));
      handles.add(runtime.spawn(Tasks.joinAll(List.of(runtime.sleep(HOUR), promise.asTask()))));
      timers.add(runtime.schedule(HOUR, fired::incrementAndGet));
    }
    runtime.close();
    handles.forEach(CloseTest::assertCancelled);
    assertEquals(0, fired.get());
    assertTrue(timers.stream().noneMatch(TimerHandle::isFired));
    assertTrue(timers.stream().noneMatch(TimerHandle::cancel));
    RuntimeSnapshot told = runtime.snapshot();
    assertEquals(0, told.tasks().live());
    assertEquals(0, told.timers().pending());
    assertEquals(0, told.loop().inboxDepth());
    assertEquals(told.timers().scheduled(), told.timers().cancelled() + told.timers().fired());
  }

  @Test
  void close_pendingTasks_runsEachHookOnceOnTheCarrier() {
    AtomicInteger hooks = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      runtime.spawn(new Hooked(hooks));
    }
    runtime.close();
    assertEquals(100, hooks.get());
  }

  @Test
  void close_taskThatIsCancelledByAHook_endsToo() {
    JoinHandle<Integer> other = runtime.spawn(new Hooked(new AtomicInteger()));
    runtime.spawn(
        new Task<Integer>() {
          @Override
          public Poll<Integer> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void cancel() {
            other.cancel();
            assertRefused(() -> runtime.spawn(Tasks.ready(1)));
          }
        });
    runtime.close();
    assertCancelled(other);
    assertEquals(0, runtime.snapshot().loop().callOutsFailed());
  }

  @Test
  void close_byATask_marksAndReturns() {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    JoinHandle<String> closer =
        runtime.spawn(
            context -> {
              runtime.close();
              assertRefused(() -> runtime.spawn(Tasks.ready(1)));
              assertFalse(pending.isDone());
              return Poll.ready("closed");
            });
    Eventually.awaitEnd(carrier);
    assertCancelled(pending);
    assertEquals("closed", closer.toCompletableFuture().join());
  }

  @Test
  void close_byACallback_marksAndReturns() {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    runtime.schedule(Duration.ZERO, runtime::close);
    Eventually.awaitEnd(carrier);
    assertCancelled(pending);
    assertEquals(0, runtime.snapshot().loop().callOutsFailed());
  }

  @Test
  void close_byAThreadThatIsInterrupted_waitsAndKeepsTheFlag() {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    Thread.currentThread().interrupt();
    runtime.close();
    assertTrue(Thread.interrupted());
    assertFalse(carrier.isAlive());
    assertCancelled(pending);
  }

  @Test
  void close_byTwoThreadsAtOnce_bothSeeTheEnd() throws InterruptedException {
    JoinHandle<Void> pending = runtime.spawn(runtime.sleep(HOUR));
    List<Thread> closers = new ArrayList<>();
    AtomicInteger sawTheEnd = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      Thread closer =
          new Thread(
              () -> {
                runtime.close();
                if (pending.isDone() && !carrier.isAlive()) {
                  sawTheEnd.incrementAndGet();
                }
              });
      closers.add(closer);
      closer.start();
    }
    for (Thread closer : closers) {
      closer.join();
    }
    assertEquals(4, sawTheEnd.get());
  }

  @Test
  void runtime_afterClose_refusesWorkAndNamesItself() {
    runtime.close();
    assertRefused(() -> runtime.spawn(Tasks.ready(1)));
    assertRefused(() -> runtime.spawn("named", Tasks.ready(1)));
    assertRefused(() -> runtime.schedule(HOUR, () -> {}));
    assertRefused(() -> runtime.blockOn(Tasks.ready(1)));
  }

  @Test
  void runtime_afterClose_canStillBeLookedAt() {
    runtime.close();
    long before = runtime.nanoTime();
    assertTrue(runtime.nanoTime() >= before);
    assertEquals(List.of(), runtime.dump().tasks());
    assertEquals(1, runtime.snapshot().tasks().completed());
    assertEquals("runtime 'short-lived'", runtime.toString());
  }

  @Test
  void interrupt_ofTheCarrier_changesNothing() throws Exception {
    carrier.interrupt();
    assertEquals(1, runtime.blockOn(Tasks.ready(1)));
    runtime.blockOn(runtime.sleep(Duration.ofMillis(2)));
    assertTrue(carrier.isAlive());
  }
}
