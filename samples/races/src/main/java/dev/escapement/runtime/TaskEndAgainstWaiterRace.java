package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Completion, E1: somebody begins to wait for tasks while they end, from the last one on, so that
 * both sides meet at one of them. What a task has come to is set by a release store.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "each saw the outcome, or was woken")
@Outcome(expect = FORBIDDEN, desc = "so many wait for ever")
@State
public class TaskEndAgainstWaiterRace {
  private static final int TASKS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final Task<?>[] waits = new Task<?>[TASKS];
  private final Bell[] bells = new Bell[TASKS];
  private final boolean[] over = new boolean[TASKS];

  public TaskEndAgainstWaiterRace() {
    for (int i = 0; i < TASKS; i++) {
      TaskCell<?> task = loop.carrier.cell(null, context -> Poll.ready("result"), "spawn");
      loop.carrier.begin(task);
      waits[i] = new Awaiting<>(task);
      bells[i] = new Bell();
    }
  }

  @Actor
  public void carrier() {
    loop.turn();
  }

  @Actor
  public void waiter() {
    for (int i = TASKS - 1; i >= 0; i--) {
      over[i] = Hand.poll(waits[i], bells[i]);
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.NOW);
    for (int i = 0; i < TASKS; i++) {
      wrong.r1 += over[i] || bells[i].hasRung() ? 0 : 1;
    }
  }
}
