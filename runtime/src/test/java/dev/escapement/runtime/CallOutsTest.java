package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** User code that throws where nobody waits for it: logged, counted, and the loop goes on. */
class CallOutsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final CapturedLog log = new CapturedLog();
  private final List<String> uncaught = new ArrayList<>();
  private final Error onPurpose = new AssertionError("on purpose");
  private final HandLoop loop =
      new HandLoop(
          0,
          builder ->
              builder.uncaughtHandler(
                  (task, cause) -> {
                    uncaught.add(task);
                    throw onPurpose;
                  }));
  private final TaskRuntime runtime = loop.runtime;

  @AfterEach
  void close() {
    loop.close();
    log.close();
  }

  private void assertCountedAndLogged(String what) {
    boolean[] ran = {false};
    runtime.schedule(SECOND, () -> ran[0] = true);
    loop.advance(SECOND);
    assertTrue(ran[0]);
    assertEquals(1, runtime.snapshot().loop().callOutsFailed());
    List<LogRecord> warnings = log.atLeast(Level.WARNING);
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().getMessage().startsWith(what));
    assertSame(onPurpose, warnings.getFirst().getThrown());
  }

  @Test
  void callback_thatThrows_isCounted() {
    runtime.schedule(
        SECOND,
        () -> {
          throw onPurpose;
        });
    loop.advance(SECOND);
    assertCountedAndLogged("a scheduled callback threw");
  }

  @Test
  void waker_thatThrows_isCounted() {
    Sleep sleep = runtime.sleep(SECOND);
    sleep.poll(throwing());
    loop.advance(SECOND);
    assertTrue(sleep.isElapsed());
    assertCountedAndLogged("a waker threw");
  }

  @Test
  void cancelHook_thatThrows_isCountedAndTheHandleEnds() {
    JoinHandle<Integer> handle =
        runtime.spawn(
            new Task<Integer>() {
              @Override
              public Poll<Integer> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void cancel() {
                throw onPurpose;
              }
            });
    loop.run();
    assertTrue(handle.cancel());
    loop.run();
    assertTrue(handle.toCompletableFuture().isCancelled());
    assertCountedAndLogged("the cancel hook of a task threw");
  }

  @Test
  void uncaughtHandler_thatThrows_isCounted() {
    runtime.spawn("faulty", Tasks.failed(new IllegalStateException("nobody waits")));
    loop.run();
    assertEquals(List.of("faulty"), uncaught);
    assertCountedAndLogged("the uncaught handler threw");
  }

  @Test
  void pollThatThrowsAnError_endsThatTaskOnly() {
    CompletableFuture<Integer> faulty =
        runtime.<Integer>spawn(Tasks.failed(onPurpose)).toCompletableFuture();
    JoinHandle<Integer> sound = runtime.spawn(Tasks.ready(1));
    loop.run();
    assertTrue(faulty.isCompletedExceptionally());
    assertEquals(1, sound.toCompletableFuture().join());
    assertEquals(0, runtime.snapshot().loop().callOutsFailed());
  }

  @Test
  void waitersOfOneResult_oneThrows_othersAreWokenAllTheSame() throws Exception {
    Promise<Integer> promise = new Promise<>();
    List<JoinHandle<Integer>> handles = new ArrayList<>();
    handles.add(runtime.spawn(promise.asTask()));
    loop.run();
    assertEquals(Poll.pending(), promise.asTask().poll(throwing()));
    handles.add(runtime.spawn(promise.asTask()));
    loop.run();
    promise.complete(1);
    loop.run();
    assertTrue(handles.stream().allMatch(JoinHandle::isDone));
    assertCountedAndLogged("a waker threw");
  }

  private Context throwing() {
    return Context.of(
        () -> {
          throw onPurpose;
        });
  }
}
