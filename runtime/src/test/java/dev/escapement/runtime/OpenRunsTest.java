package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OpenRunsTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new HandTime(0)).build().carrier();
  private final OpenRuns open = new OpenRuns();

  private Run append(long deadline) {
    Run run = open.runFor(deadline);
    run.append(new TimerHandle(carrier, deadline, () -> {}));
    open.verify();
    return run;
  }

  private void clear(Run run) {
    run.prev = run;
    run.next = run;
    open.emptied();
    open.verify();
  }

  @Test
  void equalAndLaterDeadlines_makeOneRun() {
    Run run = append(5);
    assertSame(run, append(5));
    assertSame(run, append(6));
    assertEquals(1, open.count());
  }

  @Test
  void earlierDeadline_opensARun_andLaterOnesGoWhereTheGapIsLeast() {
    Run late = append(100);
    Run early = append(10);
    assertNotSame(late, early);
    assertSame(early, append(99));
    assertSame(late, append(100));
    assertSame(early, append(99));
    assertEquals(2, open.count());
  }

  @Test
  void emptiedRun_isUsedAgain() {
    Run late = append(100);
    Run early = append(10);
    clear(early);
    assertEquals(1, open.count());
    assertSame(early, append(11));
    clear(late);
    assertEquals(2, open.count(), "an empty run with a later end waits in its place");
    assertSame(late, append(100));
    clear(late);
    clear(early);
    assertEquals(0, open.count());
  }

  @Test
  void descendingDeadlines_keepOpenWhatComesSoonest() {
    List<Run> runs = new ArrayList<>();
    int many = 3 * OpenRuns.MOST;
    for (int i = 0; i < many; i++) {
      runs.add(append(many - i));
    }
    assertEquals(OpenRuns.MOST, open.count());
    assertEquals(many, runs.stream().distinct().count());
    assertSame(runs.getLast(), append(1));
    assertSame(runs.get(many - OpenRuns.MOST), append(many));
  }

  @Test
  void randomDeadlines_makeFewRuns() {
    var random = new SplittableRandom(1);
    int timers = 100_000;
    long runs = random.longs(timers).mapToObj(this::unverified).distinct().count();
    double bound = 2 * Math.sqrt(timers);
    assertTrue(runs <= bound, () -> runs + " runs of " + timers + " timers; expected " + bound);
    open.verify();
  }

  private Run unverified(long deadline) {
    Run run = open.runFor(deadline);
    run.append(new TimerHandle(carrier, deadline, () -> {}));
    return run;
  }
}
