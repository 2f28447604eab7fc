package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemaphoreTest {
  private final WakeCounter counter = new WakeCounter();

  private boolean acquired(Task<Void> acquire) throws Exception {
    return acquire.poll(counter.context()).isReady();
  }

  @Test
  void acquire_withAPermit_isReadyAtItsFirstPoll() throws Exception {
    Semaphore semaphore = Semaphore.of(2);
    Task<Void> acquire = semaphore.acquire();
    assertEquals(2, semaphore.available());

    assertTrue(acquired(acquire));

    assertEquals(1, semaphore.available());
    String refusal =
        assertThrows(IllegalStateException.class, () -> acquired(acquire)).getMessage();
    assertTrue(refusal.startsWith("an acquire, polled by hand, was polled after"), refusal);
    assertEquals(1, semaphore.available());
  }

  @Test
  void acquire_withoutAPermit_isWokenOnceByARelease() throws Exception {
    Semaphore semaphore = Semaphore.of(0);
    Task<Void> acquire = semaphore.acquire();
    for (int i = 0; i < 3; i++) {
      assertFalse(acquired(acquire));
    }

    semaphore.release();

    assertEquals(1, counter.wakes);
    assertEquals(0, semaphore.available());
    assertTrue(acquired(acquire));
  }

  @Test
  void acquire_ofSeveralThatWait_areServedInTheOrderOfTheirFirstPolls() throws Exception {
    Semaphore semaphore = Semaphore.of(0);
    List<String> woken = new ArrayList<>();
    Task<Void> second = semaphore.acquire();
    Task<Void> first = semaphore.acquire();
    assertFalse(first.poll(Context.of(() -> woken.add("first"))).isReady());
    assertFalse(second.poll(Context.of(() -> woken.add("second"))).isReady());

    semaphore.release();
    assertEquals(List.of("first"), woken);
    assertFalse(second.poll(Context.of(() -> woken.add("second, again"))).isReady());
    semaphore.release();

    assertEquals(List.of("first", "second, again"), woken);
    assertTrue(acquired(second));
    assertTrue(acquired(first));
  }

  @Test
  void tryAcquire_takesWhatIsThere() {
    Semaphore semaphore = Semaphore.of(1);

    assertTrue(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire());
    semaphore.release();
    assertTrue(semaphore.tryAcquire());
  }

  @Test
  void tryAcquire_afterAReleaseForSomebodyElse_doesNotOvertake() throws Exception {
    Semaphore semaphore = Semaphore.of(0);
    Task<Void> acquire = semaphore.acquire();
    assertFalse(acquired(acquire));
    assertFalse(semaphore.tryAcquire());

    semaphore.release();

    assertFalse(semaphore.tryAcquire());
    assertFalse(acquired(semaphore.acquire()));
    assertTrue(acquired(acquire));
  }

  @Test
  void release_withoutAnAcquire_addsAPermit() {
    Semaphore semaphore = Semaphore.of(0);

    semaphore.release();

    assertEquals(1, semaphore.available());
  }

  @Test
  void release_beyondAllBounds_isRefused() {
    Semaphore semaphore = Semaphore.of(Integer.MAX_VALUE);

    assertThrows(IllegalStateException.class, semaphore::release);

    assertEquals(Integer.MAX_VALUE, semaphore.available());
  }

  @Test
  void waker_thatThrows_harmsNobody() throws Exception {
    Semaphore semaphore = Semaphore.of(0);
    Task<Void> acquire = semaphore.acquire();
    Waker broken =
        () -> {
          throw new IllegalArgumentException("planted");
        };
    assertFalse(acquire.poll(Context.of(broken)).isReady());

    try (CapturedLog log = new CapturedLog()) {
      semaphore.release();
      assertEquals(1, log.records.size());
    }

    assertTrue(acquired(acquire));
  }

  @Test
  void acquire_ofATask_isWokenFromElsewhereAndTold() {
    Semaphore semaphore = Semaphore.of(0);
    try (HandLoop loop = new HandLoop()) {
      JoinHandle<Void> handle = loop.runtime.spawn(semaphore.acquire());
      loop.run();
      assertEquals("a permit of a semaphore", loop.runtime.dump().tasks().getFirst().waitsFor());

      loop.elsewhere(semaphore::release);
      loop.run();

      assertTrue(handle.isDone());
    }
  }
}
