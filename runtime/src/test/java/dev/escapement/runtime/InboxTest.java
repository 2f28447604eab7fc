package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a message wakes a loop that idles, and in which order messages are delivered. */
class InboxTest {
  private final RecordingTime time = new RecordingTime();
  private final TaskRuntime runtime =
      TaskRuntime.builder().withoutOwnThread().timeSource(time).build();
  private final Carrier carrier = runtime.carrier();
  private final Inbox inbox = carrier.inbox;

  InboxTest() {
    carrier.seat(new Thread("the carrier"));
    inbox.announceIdle(1_000);
  }

  @AfterEach
  void leave() {
    carrier.seat(null);
  }

  private TimerHandle schedule(long nanos) {
    return runtime.schedule(Duration.ofNanos(nanos), () -> {});
  }

  @Test
  void send_laterDeadline_leavesTheLoopParked() {
    schedule(1_001);
    schedule(1_000);
    schedule(Long.MAX_VALUE);
    assertEquals(0, time.unparks);
    assertTrue(inbox.isIdle());
    assertEquals(3, inbox.depth());
  }

  @Test
  void send_earlierDeadline_wakesTheLoopOnce() {
    schedule(999);
    schedule(998);
    schedule(0);
    assertEquals(1, time.unparks);
    assertFalse(inbox.isIdle());
  }

  @Test
  void send_anyDeadlineWhenTheLoopWaitsForNone_wakesTheLoop() {
    inbox.announceIdle(Deadlines.NEVER);
    schedule(Long.MAX_VALUE - 1);
    assertEquals(1, time.unparks);
  }

  @Test
  void send_timerThatNeverFires_neverWakesTheLoop() {
    inbox.announceIdle(Deadlines.NEVER);
    schedule(Long.MAX_VALUE);
    assertEquals(0, time.unparks);
  }

  @Test
  void cancel_ofATimerInTheInbox_isNoSecondMessage() {
    TimerHandle handle = schedule(1_001);
    assertTrue(handle.cancel());
    assertEquals(1, inbox.depth());
    assertEquals(0, time.unparks);
  }

  @Test
  void reset_ofASleepInTheInboxToAnEarlierDeadline_wakesTheLoop() {
    Sleep sleep = runtime.sleep(Duration.ofNanos(2_000));
    sleep.poll(Context.of(Waker.noop()));
    sleep.reset(Duration.ofNanos(1_500));
    assertEquals(0, time.unparks);
    sleep.reset(Duration.ofNanos(10));
    assertEquals(1, time.unparks);
    assertEquals(1, inbox.depth());
  }

  @Test
  void send_spawn_wakesTheLoop() {
    runtime.spawn(Tasks.ready(1));
    assertEquals(1, time.unparks);
  }

  @Test
  void sendAgain_wokenTask_wakesTheLoop() {
    Probe<String> probe = new Probe<>();
    runtime.spawn(probe);
    carrier.seat(Thread.currentThread());
    carrier.turn();
    carrier.seat(new Thread("the carrier"));
    inbox.announceIdle(1_000);
    probe.waker.wake();
    assertEquals(2, time.unparks);
  }

  @Test
  void send_toALoopThatIsAwake_unparksNobody() {
    inbox.announceAwake();
    runtime.spawn(Tasks.ready(1));
    schedule(0);
    assertEquals(0, time.unparks);
  }

  @Test
  void send_moreThanMayStandUnattended_wakesTheLoopOnce() {
    for (int i = 0; i < Arrivals.UNATTENDED; i++) {
      schedule(2_000).cancel();
    }
    assertEquals(0, time.unparks);
    schedule(2_000);
    assertEquals(1, time.unparks);
    schedule(2_000);
    assertEquals(1, time.unparks);
  }

  @Test
  void send_moreThanAQuarterOfASmallBound_wakesTheLoop() {
    TaskRuntime bounded =
        TaskRuntime.builder().maxPendingOperations(10).withoutOwnThread().timeSource(time).build();
    bounded.carrier().seat(new Thread("its carrier"));
    bounded.carrier().inbox.announceIdle(1_000);
    for (int i = 0; i < 2; i++) {
      bounded.schedule(Duration.ofNanos(2_000), () -> {});
    }
    assertEquals(0, time.unparks);
    bounded.schedule(Duration.ofNanos(2_000), () -> {});
    assertEquals(1, time.unparks);
    bounded.carrier().seat(null);
  }

  @Test
  void signal_idleLoop_wakesItOnce() {
    inbox.signal();
    inbox.signal();
    assertEquals(1, time.unparks);
    inbox.announceIdle(5);
    inbox.signal();
    assertEquals(2, time.unparks);
  }

  @Test
  void take_manyChunks_deliversInTheOrderOfSending() {
    List<Integer> polled = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int n = i;
      runtime.spawn(
          context -> {
            polled.add(n);
            return Poll.ready(null);
          });
    }
    carrier.seat(Thread.currentThread());
    do {
      carrier.turn();
    } while (!carrier.ready.isEmpty() || !inbox.isEmpty());
    assertEquals(5_000, polled.size());
    for (int i = 0; i < 5_000; i++) {
      assertEquals(i, polled.get(i));
    }
  }

  @Test
  void take_boundedNumber_catchesUpWithTheMarkOnly() {
    for (int i = 0; i < 10; i++) {
      schedule(2_000);
    }
    inbox.markAll();
    schedule(2_000);
    carrier.seat(Thread.currentThread());
    inbox.take(4);
    assertFalse(inbox.isCaughtUp());
    assertEquals(7, inbox.depth());
    inbox.take(Integer.MAX_VALUE);
    assertTrue(inbox.isCaughtUp());
    assertEquals(1, inbox.depth());
    assertEquals(10, carrier.timers.size());
  }

  @Test
  void take_tasks_catchesUpWithTheMarkOnly() {
    for (int round = 1; round <= 2; round++) { // later ones follow what was taken before
      carrier.seat(new Thread("the carrier"));
      for (int i = 0; i < 10; i++) {
        runtime.spawn(Tasks.ready(1));
      }
      inbox.markAll();
      runtime.spawn(Tasks.ready(1));
      carrier.seat(Thread.currentThread());
      inbox.take(4);
      assertFalse(inbox.isCaughtUp());
      assertEquals(7, inbox.depth() - (round - 1));
      inbox.take(15);
      assertTrue(inbox.isCaughtUp());
      assertEquals(1, inbox.depth());
      assertEquals(10 * round + round - 1, carrier.ready.size());
    }
  }

  @Test
  void take_moreThanIsMarkedAfterEarlierOnes_keepsToTheMark() {
    for (int i = 0; i < 10; i++) {
      schedule(2_000);
    }
    carrier.seat(Thread.currentThread());
    inbox.markAll();
    inbox.take(10);
    carrier.seat(null);
    schedule(2_000);
    inbox.markAll();
    schedule(2_000);
    carrier.seat(Thread.currentThread());
    inbox.take(15);
    assertEquals(1, inbox.depth());
  }

  @Test
  void peek_manyMessages_showsThemInOrderAndTakesNone() {
    List<TimerHandle> sent = List.of(schedule(2_000), schedule(3_000), schedule(1_000));
    List<Message> shown = new ArrayList<>();
    inbox.peek(shown::add);
    assertEquals(sent, shown);
    assertEquals(3, inbox.depth());
  }

  @Test
  void peekAndDrain_timersAndTasks_showBoth() {
    schedule(2_000);
    runtime.spawn(Tasks.ready(1));
    List<Message> seen = new ArrayList<>();
    inbox.peek(seen::add);
    assertEquals(2, seen.size());
    inbox.drain(seen::add);
    assertEquals(4, seen.size());
    assertEquals(seen.subList(0, 2), seen.subList(2, 4));
  }

  @Test
  void drain_timerThatWasWithdrawn_countsIt() {
    schedule(2_000).cancel();
    inbox.drain(message -> {});
    assertEquals(1, runtime.snapshot().timers().cancelled());
  }

  private void turn() {
    carrier.seat(Thread.currentThread());
    carrier.turn();
    carrier.seat(new Thread("the carrier"));
  }

  private Sleep polledSleep(long nanos) {
    Sleep sleep = runtime.sleep(Duration.ofNanos(nanos));
    sleep.poll(Context.of(Waker.noop()));
    return sleep;
  }

  @Test
  void arrive_sleepThatWasCancelledBefore_countsUnlessItNeverEnds() {
    polledSleep(2_000).cancel();
    turn();
    assertEquals(1, runtime.snapshot().timers().cancelled());
    polledSleep(Long.MAX_VALUE).cancel();
    turn();
    assertEquals(1, runtime.snapshot().timers().cancelled());
  }

  @Test
  void pending_timersThatTheLoopHasNotTaken_countsThoseThatAreNewAndEnd() {
    Sleep known = polledSleep(2_000);
    turn();
    known.reset(Duration.ofNanos(3_000));
    polledSleep(Long.MAX_VALUE);
    assertEquals(2, inbox.depth());
    assertEquals(1, runtime.snapshot().timers().pending());
    schedule(2_000);
    assertEquals(2, runtime.snapshot().timers().pending());
  }

  @Test
  void drain_manyMessages_handsThemOverInOrder() {
    List<TimerHandle> sent = List.of(schedule(2_000), schedule(3_000), schedule(1_000));
    List<Message> taken = new ArrayList<>();
    inbox.drain(taken::add);
    assertEquals(sent, taken);
    assertTrue(inbox.isEmpty());
  }
}
