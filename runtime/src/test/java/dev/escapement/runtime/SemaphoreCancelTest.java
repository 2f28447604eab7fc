package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Waits that are given up: no permit is lost. */
class SemaphoreCancelTest {
  private final Semaphore semaphore = Semaphore.of(0);
  private final WakeCounter counter = new WakeCounter();

  private Task<Void> waiting() throws Exception {
    Task<Void> acquire = semaphore.acquire();
    assertFalse(acquire.poll(counter.context()).isReady());
    return acquire;
  }

  @Test
  void acquire_cancelledWhileItWaits_leavesTheLine() throws Exception {
    Task<Void> first = waiting();
    Task<Void> second = waiting();
    first.cancel();

    semaphore.release();

    assertEquals(1, counter.wakes);
    assertTrue(second.poll(counter.context()).isReady());
    assertThrows(IllegalStateException.class, () -> first.poll(counter.context()));
  }

  @Test
  void acquire_cancelledAfterItWasGivenAPermit_passesItOn() throws Exception {
    Task<Void> first = waiting();
    Task<Void> second = waiting();
    semaphore.release();

    first.cancel();

    assertEquals(2, counter.wakes);
    assertEquals(0, semaphore.available());
    assertTrue(second.poll(counter.context()).isReady());
  }

  @Test
  void acquire_cancelledWithNobodyBehindIt_givesThePermitBack() throws Exception {
    Task<Void> only = waiting();
    semaphore.release();

    only.cancel();

    assertEquals(1, semaphore.available());
  }

  @Test
  void acquire_cancelledBeforeItsFirstPoll_isGone() {
    Task<Void> acquire = semaphore.acquire();
    acquire.cancel();

    semaphore.release();

    assertEquals(1, semaphore.available());
    assertThrows(IllegalStateException.class, () -> acquire.poll(counter.context()));
  }

  @Test
  void acquire_withALimitThatIsOver_leavesTheNextPermitToOthers() {
    try (HandLoop loop = new HandLoop()) {
      Duration second = Duration.ofSeconds(1);
      loop.runtime.spawn(loop.runtime.timeout(second, semaphore.acquire()));
      JoinHandle<Void> patient = loop.runtime.spawn(semaphore.acquire());
      loop.advance(second);

      loop.elsewhere(semaphore::release);
      loop.run();

      assertTrue(patient.isDone());
    }
  }
}
