package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each child of a group has a waker of its own, and one poll takes a bounded number of them. */
class GroupWakeTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void wake_ofOneChild_pollsThatOneOnly() {
    List<Probe<String>> probes = probes(1000);
    loop.runtime.spawn(Tasks.joinAll(probes));
    loop.run();
    probes.get(500).waker.wake();
    probes.get(500).waker.wake();
    loop.run();

    for (int i = 0; i < 1000; i++) {
      assertEquals(i == 500 ? 2 : 1, probes.get(i).polls);
    }
  }

  @Test
  void wake_duringTheChildsOwnPoll_pollsItAgain() {
    int[] polls = {0};
    JoinHandle<List<String>> handle =
        loop.runtime.spawn(
            Tasks.joinAll(
                List.of(
                    context -> {
                      context.waker().wake();
                      return ++polls[0] < 3 ? Poll.pending() : Poll.ready("third");
                    })));
    loop.run();

    assertEquals(List.of("third"), handle.toCompletableFuture().resultNow());
    assertEquals(3, polls[0]);
  }

  @Test
  void wake_ofAnEndedChild_pollsItNoMore() {
    List<Probe<String>> probes = probes(2);
    loop.runtime.spawn(Tasks.joinAll(probes));
    loop.run();
    probes.getFirst().finish("done");
    loop.run();
    probes.getFirst().waker.wake();
    loop.run();

    assertEquals(2, probes.getFirst().polls);
    assertEquals(1, probes.getLast().polls);
  }

  @Test
  void wake_fromElsewhere_isOneMessageForManyChildren() {
    List<Probe<String>> probes = probes(100);
    JoinHandle<List<String>> handle = loop.runtime.spawn(Tasks.joinAll(probes));
    loop.run();
    loop.elsewhere(() -> probes.forEach(probe -> probe.finish("")));
    assertEquals(1, loop.carrier.inbox.depth());
    loop.run();

    assertTrue(handle.isDone());
    assertEquals(2, loop.runtime.snapshot().tasks().polls());
  }

  @Test
  void group_polledWithAnotherWaker_wakesTheLatestOnly() throws Exception {
    List<Probe<String>> probes = probes(2);
    Task<List<String>> all = Tasks.joinAll(probes);
    WakeCounter first = new WakeCounter();
    WakeCounter second = new WakeCounter();
    assertFalse(all.poll(first.context()).isReady());
    assertFalse(all.poll(second.context()).isReady());
    probes.getFirst().waker.wake();

    assertEquals(0, first.wakes);
    assertEquals(1, second.wakes);
  }

  @Test
  void groups_nested_wakeOnlyTheirOwnPath() {
    List<Probe<String>> left = probes(3);
    List<Probe<String>> right = probes(3);
    JoinHandle<List<List<String>>> handle =
        loop.runtime.spawn(Tasks.joinAll(List.of(Tasks.joinAll(left), Tasks.joinAll(right))));
    loop.run();
    left.forEach(probe -> probe.finish("l"));
    loop.run();
    assertTrue(right.stream().allMatch(probe -> probe.polls == 1));
    right.forEach(probe -> probe.finish("r"));
    loop.run();

    assertEquals(
        List.of(List.of("l", "l", "l"), List.of("r", "r", "r")),
        handle.toCompletableFuture().resultNow());
  }

  private static List<Probe<String>> probes(int n) {
    List<Probe<String>> probes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      probes.add(new Probe<>());
    }
    return probes;
  }
}
