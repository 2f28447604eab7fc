package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PromiseTest {
  private final Promise<String> promise = new Promise<>();
  private final WakeCounter counter = new WakeCounter();

  @Test
  void complete_first_decides() throws Exception {
    assertFalse(promise.isDone());

    assertTrue(promise.complete("first"));
    assertFalse(promise.complete("second"));
    assertFalse(promise.fail(new IOException()));

    assertTrue(promise.isDone());
    assertEquals(Poll.ready("first"), promise.asTask().poll(counter.context()));
  }

  @Test
  void complete_withNull_isAValue() throws Exception {
    assertTrue(promise.complete(null));
    assertFalse(promise.complete("second"));

    assertTrue(promise.isDone());
    assertEquals(Poll.ready(null), promise.asTask().poll(counter.context()));
  }

  @Test
  void fail_first_decidesAndIsThrownAsItIs() {
    IOException thrown = new IOException("broken");

    assertTrue(promise.fail(thrown));
    assertFalse(promise.complete("second"));

    Task<String> wait = promise.asTask();
    assertSame(thrown, assertThrows(IOException.class, () -> wait.poll(counter.context())));
    assertThrows(IllegalStateException.class, () -> wait.poll(counter.context()));
  }

  @Test
  void fail_withCancellation_isThrownAsItIs() {
    CancellationException thrown = new CancellationException("mine");
    promise.fail(thrown);

    assertSame(
        thrown,
        assertThrows(CancellationException.class, () -> promise.asTask().poll(counter.context())));
  }
}
