package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are ended without their carrier, which comes back all the same. */
class TaskCellForceTest {
  private final HandLoop loop = new HandLoop();
  private final Probe<String> probe = new Probe<>();
  private final TaskCell<String> cell = loop.carrier.spawn(null, probe, "spawn");

  @AfterEach
  void close() {
    loop.close();
    assertEquals(0, loop.carrier.live.size());
  }

  private RuntimeSnapshot.Tasks told() {
    return loop.runtime.snapshot().tasks();
  }

  @Test
  void force_waitingTask_endsItAndLeavesItsHookToTheCarrier() {
    loop.run();
    cell.endByForce();
    assertTrue(cell.hasOutcome());
    assertEquals(0, probe.cancels);
    assertEquals(1, loop.carrier.live.size());

    cell.runOwedHook(loop.carrier);
    assertEquals(1, probe.cancels);
    assertEquals(0, loop.carrier.live.size());
  }

  @Test
  void owedHook_askedForTwice_runsOnce() {
    loop.run();
    cell.endByForce();
    cell.runOwedHook(loop.carrier);
    cell.runOwedHook(loop.carrier);
    assertEquals(1, probe.cancels);
  }

  @Test
  void cancelNow_taskEndedByForce_runsTheHookAndCountsNoEnd() {
    loop.run();
    cell.endByForce();
    cell.cancelNow(loop.carrier);
    cell.cancelNow(loop.carrier);
    assertEquals(1, probe.cancels);
    assertEquals(0, loop.carrier.live.size());
    assertEquals(0, told().cancelled());
  }

  @Test
  void force_readyTask_isPolledNoMore() {
    cell.endByForce();
    loop.run();
    assertEquals(0, probe.polls);
    assertEquals(0, loop.carrier.live.size());
  }

  @Test
  void force_taskThatHasEnded_changesNothing() {
    probe.ready("done");
    loop.run();
    cell.endByForce();
    cell.abandon();
    assertEquals("done", new JoinHandle<>(cell).toCompletableFuture().resultNow());
    assertEquals(0, probe.cancels);
  }

  @Test
  void force_duringThePollThatReturnsReady_keepsTheCancellation() {
    List<TaskCell<String>> own = new ArrayList<>();
    own.add(
        loop.carrier.spawn(
            null,
            context -> {
              own.getFirst().endByForce();
              return Poll.ready("too late");
            },
            "spawn"));
    loop.run();
    assertTrue(new JoinHandle<>(own.getFirst()).toCompletableFuture().isCancelled());
    assertEquals(0, told().completed() + told().cancelled());
    assertEquals(1, loop.carrier.live.size());
  }

  @Test
  void abandon_taskThatNeverCame_runsItsHookOnce() {
    Probe<String> body = new Probe<>();
    TaskCell<String> late = loop.carrier.cell("late", body, "spawn");
    late.abandon();
    assertTrue(late.hasOutcome());
    assertEquals(1, body.cancels);
    late.abandon();
    assertEquals(1, body.cancels);
  }

  @Test
  void arrive_taskThatWasAbandoned_isNotTakenOver() {
    TaskCell<String> late = loop.carrier.cell("late", new Probe<>(), "spawn");
    late.abandon();
    late.arrive(loop.carrier);
    assertEquals(TaskCell.NOT_LIVE, late.liveIndex);
    assertEquals(1, loop.carrier.ready.size(), "that of the other task");
  }
}
