package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown, and wherever user code throws it: the loop goes on, and nothing is lost. */
class FaultMatrixTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What is thrown. */
  enum Fault {
    EXCEPTION,
    ERROR,
    STACK_OVERFLOW,
    OUT_OF_MEMORY;

    /** Throws it; where it comes from, nobody has caught it before. */
    int raise() {
      return switch (this) {
        case EXCEPTION -> throw new IllegalStateException("on purpose");
        case ERROR -> throw new LinkageError("on purpose");
        case STACK_OVERFLOW -> deeper(0);
        case OUT_OF_MEMORY -> new long[Integer.MAX_VALUE].length;
      };
    }
  }

  /** Who throws it. */
  enum Place {
    TASK,
    WAKER,
    CALLBACK,
    CANCEL_HOOK,
    UNCAUGHT_HANDLER
  }

  private final CapturedLog log = new CapturedLog();
  private final List<Throwable> uncaught = new ArrayList<>();
  private @Nullable Fault ofTheHandler;
  private final HandLoop loop =
      new HandLoop(
          0,
          builder ->
              builder.uncaughtHandler(
                  (task, cause) -> {
                    uncaught.add(cause);
                    if (ofTheHandler != null) {
                      ofTheHandler.raise();
                    }
                  }));
  private final TaskRuntime runtime = loop.runtime;

  @AfterEach
  void close() {
    loop.close();
    log.close();
  }

  static Stream<Arguments> all() {
    return Arrays.stream(Place.values())
        .flatMap(place -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(place, fault)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void fault_anywhere_harmsNobodyElse(Place place, Fault fault) {
    JoinHandle<Integer> before = runtime.spawn(Tasks.map(runtime.sleep(SECOND), done -> 1));
    int counted =
        switch (place) {
          case TASK -> failTask(fault);
          case WAKER -> failWaker(fault);
          case CALLBACK -> failCallback(fault);
          case CANCEL_HOOK -> failHook(fault);
          case UNCAUGHT_HANDLER -> failHandler(fault);
        };
    JoinHandle<Integer> after = runtime.spawn(Tasks.map(runtime.sleep(SECOND), done -> 2));
    loop.advance(SECOND);

    assertEquals(1, before.toCompletableFuture().resultNow());
    assertEquals(2, after.toCompletableFuture().resultNow());
    assertEquals(counted, runtime.snapshot().loop().callOutsFailed());
    assertEquals(0, loop.carrier.live.size());
    assertEquals(0, loop.carrier.timers.size());
  }

  private static Task<Integer> throwing(Fault fault) {
    return context -> Poll.ready(fault.raise());
  }

  private int failTask(Fault fault) {
    JoinHandle<Integer> failed = runtime.spawn(throwing(fault));
    loop.run();
    assertSame(uncaught.getFirst(), failed.toCompletableFuture().exceptionNow());
    return 0;
  }

  private int failWaker(Fault fault) {
    Sleep sleep = runtime.sleep(Duration.ofMillis(1));
    sleep.poll(Context.of(fault::raise));
    loop.advance(Duration.ofMillis(1));
    assertTrue(sleep.isElapsed());
    return 1;
  }

  private int failCallback(Fault fault) {
    TimerHandle timer = runtime.schedule(Duration.ZERO, fault::raise);
    loop.run();
    assertTrue(timer.isFired());
    return 1;
  }

  private int failHook(Fault fault) {
    JoinHandle<Integer> handle =
        runtime.spawn(
            new Task<Integer>() {
              @Override
              public Poll<Integer> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void cancel() {
                fault.raise();
              }
            });
    loop.run();
    handle.cancel();
    loop.run();
    assertTrue(handle.toCompletableFuture().isCancelled());
    return 1;
  }

  private int failHandler(Fault fault) {
    ofTheHandler = fault;
    runtime.spawn(throwing(Fault.EXCEPTION));
    loop.run();
    assertEquals(1, uncaught.size());
    return 1;
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static int deeper(int depth) {
    return 1 + deeper(depth + 1);
  }
}
