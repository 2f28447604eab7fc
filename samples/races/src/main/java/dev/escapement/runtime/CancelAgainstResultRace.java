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
 * TaskCell, E2: tasks are cancelled elsewhere while the polls that would end them are under way,
 * from the last one on, so that both sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "each ended as the canceller was told")
@Outcome(expect = FORBIDDEN, desc = "so many did not")
@State
public class CancelAgainstResultRace {
  private static final int TASKS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final TaskCell<?>[] tasks = new TaskCell<?>[TASKS];
  private final boolean[] cancelled = new boolean[TASKS];

  public CancelAgainstResultRace() {
    for (int i = 0; i < TASKS; i++) {
      tasks[i] = loop.carrier.cell(null, context -> Poll.ready("result"), "spawn");
      loop.carrier.begin(tasks[i]);
    }
  }

  @Actor
  public void carrier() {
    loop.turn();
  }

  @Actor
  public void canceller() {
    for (int i = TASKS - 1; i >= 0; i--) {
      cancelled[i] = tasks[i].cancel();
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.NOW);
    for (int i = 0; i < TASKS; i++) {
      boolean toldSo = tasks[i].outcomeVolatile() == Completion.CANCELLED;
      wrong.r1 += toldSo == cancelled[i] ? 0 : 1;
    }
  }
}
