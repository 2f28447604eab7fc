package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * TaskCell, E1: tasks are woken elsewhere, twice, while they are polled, from the last one on, so
 * that both sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "the last polls saw what came before the wakes")
@Outcome(expect = FORBIDDEN, desc = "so many wakes were lost")
@State
public class WakeDuringPollRace {
  private static final int TASKS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final Polled[] bodies = new Polled[TASKS];
  private final TaskCell<?>[] tasks = new TaskCell<?>[TASKS];

  private static final class Polled implements Task<@Nullable Void> {
    int written;
    int seen;

    @Override
    public Poll<@Nullable Void> poll(Context context) {
      seen = written;
      return Poll.pending();
    }
  }

  public WakeDuringPollRace() {
    for (int i = 0; i < TASKS; i++) {
      bodies[i] = new Polled();
      tasks[i] = loop.carrier.cell(null, bodies[i], "spawn");
      loop.carrier.begin(tasks[i]);
    }
  }

  @Actor
  public void carrier() {
    loop.turn();
  }

  @Actor
  public void waker() {
    for (int i = TASKS - 1; i >= 0; i--) {
      bodies[i].written = 1;
      tasks[i].wake();
      bodies[i].written = 2;
      tasks[i].wake();
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.NOW);
    for (Polled body : bodies) {
      wrong.r1 += body.seen == 2 ? 0 : 1;
    }
  }
}
