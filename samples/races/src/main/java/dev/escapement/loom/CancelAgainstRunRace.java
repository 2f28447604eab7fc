package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** ScheduledRun, E1: a submission is cancelled while its run begins. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "cancelled")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the run had ended before")
@Outcome(expect = FORBIDDEN, desc = "cancelled, and yet it has run")
@State
public class CancelAgainstRunRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomScheduledExecutor executor = LoomBridge.of(loop.runtime()).scheduledExecutor();
  private final Future<Boolean> run = executor.schedule(() -> true, 1, TimeUnit.NANOSECONDS);

  public CancelAgainstRunRace() {
    loop.settleAt(RacedLoop.NOW); // takes the timer
  }

  @Actor
  public void carrier() {
    loop.settleAt(RacedLoop.LATER);
  }

  @Actor
  public void canceller(ZZ_Result cancelled) {
    Pace.aMoment();
    cancelled.r1 = run.cancel(false);
  }

  @Arbiter
  public void after(ZZ_Result cancelled) {
    cancelled.r2 = run.isCancelled();
  }
}
