package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelHookTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void hook_thatWakesItsOwnTask_changesNothing() {
    List<Waker> wakers = new ArrayList<>();
    JoinHandle<String> handle =
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                wakers.add(context.waker());
                return Poll.pending();
              }

              @Override
              public void cancel() {
                wakers.getFirst().wake();
              }
            });
    loop.run();

    handle.cancel();
    loop.run();

    assertEquals(1, wakers.size());
    assertTrue(loop.carrier.ready.isEmpty());
    assertEquals(0, loop.carrier.live.size());
  }

  @Test
  void hook_thatThrows_isCountedAndTheHandleEnds() {
    JoinHandle<String> handle =
        loop.runtime.spawn(
            new Task<String>() {
              @Override
              public Poll<String> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void cancel() {
                throw new AssertionError("out of a hook");
              }
            });
    loop.run();
    handle.cancel();
    loop.run();

    assertTrue(handle.toCompletableFuture().isCancelled());
    assertEquals(1, loop.runtime.snapshot().loop().callOutsFailed());
  }
}
