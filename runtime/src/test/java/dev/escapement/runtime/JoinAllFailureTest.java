package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinAllFailureTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> a = new Probe<>();
  private final Probe<String> b = new Probe<>();
  private final Probe<String> c = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private JoinHandle<List<String>> joined() {
    JoinHandle<List<String>> handle = loop.runtime.spawn(Tasks.joinAll(List.of(a, b, c)));
    loop.run();
    return handle;
  }

  @Test
  void failure_first_cancelsTheRestAndIsTheOutcome() {
    JoinHandle<List<String>> handle = joined();
    a.finish("a");
    loop.run();
    IOException thrown = new IOException("broken");
    b.fail(thrown);
    loop.run();

    assertSame(thrown, handle.toCompletableFuture().exceptionNow());
    assertEquals(0, a.cancels, "was ready");
    assertEquals(0, b.cancels, "has failed");
    assertEquals(1, c.cancels);
  }

  @Test
  void failure_atTheFirstPoll_cancelsTasksThatWereNeverPolled() {
    b.failing(new IOException());
    joined();

    assertEquals(1, a.cancels);
    assertEquals(0, c.polls);
    assertEquals(1, c.cancels);
  }

  @Test
  void failures_ofTwo_theFirstInTheGivenOrderCounts() {
    JoinHandle<List<String>> handle = joined();
    IOException ofB = new IOException("b");
    c.fail(new IOException("c"));
    b.fail(ofB);
    loop.run();

    assertSame(ofB, handle.toCompletableFuture().exceptionNow());
    assertEquals(1, c.cancels, "it was not polled again, so it has not ended");
  }

  @Test
  void hook_thatThrows_leavesTheOthersCancelled() {
    Task<String> broken =
        new Task<>() {
          @Override
          public Poll<String> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void cancel() {
            throw new AssertionError("out of a hook");
          }
        };
    JoinHandle<List<String>> handle = loop.runtime.spawn(Tasks.joinAll(List.of(a, broken, b)));
    loop.run();
    handle.cancel();
    loop.run();

    assertEquals(1, a.cancels);
    assertEquals(1, b.cancels);
    assertEquals(1, loop.runtime.snapshot().loop().callOutsFailed());
  }

  @Test
  void part_thatReturnsNull_failsWithItsTasksName() {
    JoinHandle<List<String>> handle =
        loop.runtime.spawn("cook", Tasks.joinAll(List.<Task<String>>of(a, context -> null)));
    loop.run();

    Throwable cause = handle.toCompletableFuture().exceptionNow();
    assertInstanceOf(NullPointerException.class, cause);
    assertTrue(cause.getMessage().contains("'cook'"), cause.getMessage());
    assertEquals(1, a.cancels);
  }
}
