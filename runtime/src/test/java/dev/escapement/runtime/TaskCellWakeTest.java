package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCellWakeTest {
  private final HandLoop loop = new HandLoop();
  private final Probe<String> probe = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void spawn_beforeTheNextTurn_pollsNothing() {
    loop.runtime.spawn(probe);

    assertEquals(0, probe.polls);
  }

  @Test
  void wake_manyTimesBeforeTheNextPoll_makesOnePoll() {
    loop.runtime.spawn(probe);
    loop.run();

    for (int i = 0; i < 1000; i++) {
      probe.waker.wake();
    }
    assertEquals(1, loop.carrier.ready.size());
    loop.run();

    assertEquals(2, probe.polls);
  }

  @Test
  void wake_manyTimesFromElsewhere_isOneMessage() {
    loop.runtime.spawn(probe);
    loop.run();

    loop.elsewhere(
        () -> {
          for (int i = 0; i < 1000; i++) {
            probe.waker.wake();
          }
        });

    assertEquals(1, loop.carrier.inbox.depth());
    loop.run();
    assertEquals(2, probe.polls);
  }

  @Test
  void wake_fromElsewhereAndFromTheCarrier_makesOnePoll() {
    loop.runtime.spawn(probe);
    loop.run();

    loop.elsewhere(() -> probe.waker.wake());
    probe.waker.wake();
    loop.run();

    assertEquals(2, probe.polls);
  }

  @Test
  void wake_beforeTheFirstPoll_makesNoSecondOne() {
    List<TaskCell<?>> cells = new ArrayList<>();
    loop.elsewhere(
        () -> {
          TaskCell<String> cell = loop.carrier.spawn(null, probe, "spawn");
          cell.wake();
          cells.add(cell);
        });
    cells.getFirst().wake();
    loop.run();

    assertEquals(1, probe.polls);
  }

  @Test
  void wake_afterTheEnd_doesNothing() {
    loop.runtime.spawn(probe);
    loop.run();
    probe.finish("");
    loop.run();

    probe.waker.wake();
    loop.elsewhere(() -> probe.waker.wake());

    assertTrue(loop.carrier.ready.isEmpty());
    assertTrue(loop.carrier.inbox.isEmpty());
    loop.run();
    assertEquals(2, probe.polls);
  }

  @Test
  void waker_ofTask_isTheSameAtEveryPoll() {
    loop.runtime.spawn(probe);
    loop.run();
    Waker first = probe.waker;
    first.wake();
    loop.run();

    assertSame(first, probe.waker);
    assertFalse(first == Waker.noop());
  }

  @Test
  void wake_byATimerWhileAMessageIsUnderWay_keepsTheOrderOfFiring() {
    List<String> order = new ArrayList<>();
    Sleep first = loop.runtime.sleep(Duration.ofNanos(1_000));
    Sleep second = loop.runtime.sleep(Duration.ofNanos(2_000));
    Waker[] ofFirst = new Waker[1];
    loop.runtime.spawn(
        Tasks.map(
            context -> {
              ofFirst[0] = context.waker();
              return first.poll(context);
            },
            nothing -> order.add("first")));
    loop.runtime.spawn(Tasks.map(second, nothing -> order.add("second")));
    loop.run();
    Sleep before = loop.runtime.sleep(Duration.ofNanos(500));
    before.poll(Context.of(() -> loop.elsewhere(ofFirst[0]::wake)));

    loop.leap(Duration.ofNanos(5_000));

    assertEquals(List.of("first", "second"), order);
  }

  @Test
  void cell_inEachState_tellsWhetherItIsReady() {
    TaskCell<String> cell = loop.carrier.spawn(null, probe, "spawn");
    assertTrue(cell.isReady());
    loop.run();
    assertFalse(cell.isReady());
    probe.waker.wake();
    assertTrue(cell.isReady());
    loop.run();
    loop.elsewhere(() -> probe.waker.wake());
    assertTrue(cell.isReady());
    probe.ready("");
    loop.run();
    loop.elsewhere(() -> probe.waker.wake());
    assertFalse(cell.isReady());
  }

  @Test
  void noteWait_thatAPartTookTheWaker_isWhatTheTaskWaitsFor() {
    TaskCell<String> cell = loop.carrier.spawn(null, context -> Poll.pending(), "spawn");
    loop.run();
    assertNull(cell.waitsFor());
    cell.noteWait(Waits.WAKER_TAKEN);
    assertSame(Waits.WAKER_TAKEN, cell.waitsFor());
  }

  @Test
  void end_releasesWhatTheTaskWaitedFor() {
    TaskCell<String> cell = loop.carrier.spawn(null, probe, "spawn");
    loop.run();
    assertSame(Waits.WAKER_TAKEN, cell.waitsFor());
    probe.finish("");
    loop.run();
    assertNull(cell.waitsFor());
  }
}
