package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskDumpTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private TaskDump.Entry only() {
    List<TaskDump.Entry> entries = loop.runtime.dump().tasks();
    assertEquals(1, entries.size());
    return entries.getFirst();
  }

  private TaskDump.Entry waiting(Task<?> task) {
    loop.runtime.spawn("cook", task);
    loop.run();
    TaskDump.Entry entry = only();
    assertEquals(TaskDump.State.WAITING, entry.state());
    return entry;
  }

  @Test
  void task_thatSleeps_tellsItsDeadline() {
    loop.advance(Duration.ofMillis(250));
    TaskDump.Entry entry = waiting(loop.runtime.sleep(SECOND));

    assertEquals("cook", entry.name());
    assertEquals(1, entry.polls());
    assertEquals(1_250_000_000, entry.deadlineNanos());
    assertEquals("a sleep until 1.250000 s", entry.waitsFor());
  }

  @Test
  void task_thatTookNoWaker_isCalledDead() {
    TaskDump.Entry entry = waiting(context -> Poll.pending());

    assertEquals(
        "nothing: its last poll took no waker, so nothing new can wake it", entry.waitsFor());
    assertEquals(Long.MAX_VALUE, entry.deadlineNanos());
    assertEquals(
        "'cook' waiting, polled 1 times, waits for nothing: its last poll took no waker,"
            + " so nothing new can wake it",
        entry.toString());
  }

  @Test
  void task_thatTookNoWakerInItsLastPoll_isCalledDeadAlthoughTheFirstDid() {
    List<Waker> wakers = new ArrayList<>();
    loop.runtime.spawn(
        context -> {
          if (wakers.isEmpty()) {
            wakers.add(context.waker());
          }
          return Poll.pending();
        });
    loop.run();
    assertEquals("a wake (it took its waker)", only().waitsFor());
    wakers.getFirst().wake();
    loop.run();

    assertTrue(only().waitsFor().contains("its last poll took no waker"), only()::waitsFor);
    assertEquals(2, only().polls());
  }

  @Test
  void task_thatAwaitsAnother_namesIt() {
    JoinHandle<String> inner = loop.runtime.spawn("inner", new Probe<>());
    loop.runtime.spawn("outer", inner.asTask());
    loop.run();

    List<TaskDump.Entry> entries = loop.runtime.dump().tasks();
    assertEquals(List.of("inner", "outer"), entries.stream().map(e -> e.name()).toList());
    assertEquals("task 'inner'", entries.getLast().waitsFor());
  }

  @Test
  void task_thatAwaitsAPromise_tells() {
    assertEquals("a promise", waiting(new Promise<String>().asTask()).waitsFor());
  }

  @Test
  void task_withALimit_tellsBothAndTheLimitsDeadline() {
    TaskDump.Entry entry = waiting(loop.runtime.timeout(SECOND, new Promise<String>().asTask()));

    assertEquals("a promise, limited until 1.000000 s", entry.waitsFor());
    assertEquals(1_000_000_000, entry.deadlineNanos());
  }

  @Test
  void task_withALimitAroundATaskWithoutWaker_tells() {
    assertEquals(
        "a task that took no waker, limited until 1.000000 s",
        waiting(loop.runtime.timeout(SECOND, context -> Poll.pending())).waitsFor());
  }

  @Test
  void task_thatJoinsOthers_tellsHowManyAreLeft() {
    assertEquals(
        "2 of the 3 tasks of a joinAll",
        waiting(Tasks.joinAll(List.<Task<String>>of(Tasks.ready(""), new Probe<>(), new Probe<>())))
            .waitsFor());
  }

  @Test
  void task_thatRacesOthers_tells() {
    assertEquals(
        "the first of the 2 tasks of a race",
        waiting(Tasks.race(List.of(new Probe<>(), new Probe<>()))).waitsFor());
  }

  @Test
  void task_thatIsReadyOrRunning_waitsForItsTurn() {
    List<TaskDump.Entry> seen = new ArrayList<>();
    loop.runtime.spawn(
        "runs",
        context -> {
          seen.addAll(loop.runtime.dump().tasks());
          return Poll.ready("");
        });
    loop.runtime.spawn("next", Tasks.ready(""));
    loop.run();

    assertEquals(
        List.of(TaskDump.State.RUNNING, TaskDump.State.READY),
        seen.stream().map(TaskDump.Entry::state).toList());
    assertEquals("its turn", seen.getLast().waitsFor());
    assertEquals(List.of(), loop.runtime.dump().tasks());
  }

  @Test
  void dump_asText_hasAHeadingAndALineForEach() {
    waiting(loop.runtime.sleep(SECOND));

    assertEquals(
        List.of(
            "runtime 'hand' at 0.000000 s, live tasks: 1",
            "  'cook' waiting, polled 1 times, waits for a sleep until 1.000000 s"),
        loop.runtime.dump().toString().lines().toList());
  }

  @Test
  void task_thatAwaitedAPromiseBeforeItsLastPoll_isCalledDead() {
    Task<String> promised = new Promise<String>().asTask();
    List<Waker> wakers = new ArrayList<>();
    loop.runtime.spawn(
        context -> {
          if (!wakers.isEmpty()) {
            return Poll.pending();
          }
          wakers.add(context.waker());
          return promised.poll(context);
        });
    loop.run();
    assertEquals("a promise", only().waitsFor());
    wakers.getFirst().wake();
    loop.run();

    assertTrue(only().waitsFor().contains("its last poll took no waker"), only()::waitsFor);
  }

  @Test
  void task_wokenElsewhere_isReadyBeforeTheLoopKnows() {
    Probe<String> probe = new Probe<>();
    waiting(probe);
    loop.elsewhere(probe.waker::wake);

    assertEquals(TaskDump.State.READY, only().state());
  }
}
