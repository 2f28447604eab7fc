package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCellCancelTest {
  private final HandLoop loop = new HandLoop();
  private final Probe<String> probe = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void cancel_ofTaskThatWasNeverPolled_runsTheHookAndNoPoll() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);

    assertTrue(handle.cancel());
    assertFalse(handle.isDone(), "the hook runs on the carrier, in its turn");
    loop.run();

    assertTrue(handle.isDone());
    assertEquals(0, probe.polls);
    assertEquals(1, probe.cancels);
  }

  @Test
  void cancel_ofWaitingTask_runsTheHookOnce() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    assertTrue(handle.cancel());
    assertFalse(handle.cancel());
    loop.elsewhere(() -> assertFalse(handle.cancel()));
    loop.run();

    assertEquals(1, probe.polls);
    assertEquals(1, probe.cancels);
    assertFalse(handle.cancel());
  }

  @Test
  void cancel_fromElsewhere_comesThroughTheInbox() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    loop.elsewhere(() -> assertTrue(handle.cancel()));

    assertEquals(1, loop.carrier.inbox.depth());
    assertEquals(0, probe.cancels);
    assertFalse(handle.isDone());
    loop.run();
    assertEquals(1, probe.cancels);
    assertTrue(handle.isDone());
  }

  @Test
  void cancel_afterTheEnd_isFalseAndChangesNothing() {
    JoinHandle<String> handle = loop.runtime.spawn(probe.ready("done"));
    loop.run();

    assertFalse(handle.cancel());
    loop.run();

    assertEquals(0, probe.cancels);
    assertEquals("done", handle.toCompletableFuture().resultNow());
  }

  @Test
  void cancel_thenWake_pollsNoMore() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    probe.waker.wake();
    handle.cancel();
    probe.waker.wake();
    loop.run();
    probe.waker.wake();
    loop.run();

    assertEquals(1, probe.polls);
    assertEquals(1, probe.cancels);
  }

  @Test
  void cancel_elsewhereOfATaskWokenElsewhere_sendsNoSecondMessage() {
    JoinHandle<String> handle = loop.runtime.spawn(probe);
    loop.run();

    loop.elsewhere(
        () -> {
          probe.waker.wake();
          handle.cancel();
        });

    assertEquals(1, loop.carrier.inbox.depth());
    loop.run();
    assertEquals(1, probe.cancels);
  }

  @Test
  void cancelUnlessEnded_isTrueUntilTheEndHasCome() {
    TaskCell<String> cell = loop.carrier.spawn(null, probe, "spawn");
    assertTrue(cell.cancelUnlessEnded());
    assertTrue(cell.cancelUnlessEnded());
    loop.run();
    assertFalse(cell.cancelUnlessEnded());
  }

  @Test
  void cancelNow_whoseHookWakesTheTask_queuesNothing() {
    TaskCell<String> cell =
        loop.carrier.spawn(
            null,
            new Task<String>() {
              private Waker waker = Waker.noop();

              @Override
              public Poll<String> poll(Context context) {
                waker = context.waker();
                return Poll.pending();
              }

              @Override
              public void cancel() {
                waker.wake();
              }
            },
            "spawn");
    loop.run();
    cell.cancelNow(loop.carrier);
    assertTrue(loop.carrier.ready.isEmpty());
  }
}
