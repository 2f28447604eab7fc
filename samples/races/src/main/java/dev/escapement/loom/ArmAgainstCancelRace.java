package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** ScheduledRun, E2: a periodic task is cancelled while the timer of its next run is registered. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "no timer is left")
@Outcome(expect = FORBIDDEN, desc = "the timer of a cancelled task is left")
@State
public class ArmAgainstCancelRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomScheduledExecutor executor = LoomBridge.of(loop.runtime()).scheduledExecutor();
  private final ScheduledRun<Boolean> run =
      new ScheduledRun<>(executor, 1, () -> true, RacedLoop.LATER, 1);

  @Actor
  public void runner() {
    run.arm();
  }

  @Actor
  public void canceller() {
    run.cancel(false);
  }

  @Arbiter
  public void after(I_Result left) {
    loop.settleAt(RacedLoop.NOW);
    left.r1 = loop.pendingTimers();
  }
}
