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

/** ScheduledRun, E1: a submission is cancelled while a shutdown cancels it, and another stays. */
@JCStressTest
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "terminated once both have ended")
@Outcome(expect = FORBIDDEN, desc = "one of them was counted out twice")
@State
public class CancelAgainstShutdownRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomScheduledExecutor executor = LoomBridge.of(loop.runtime()).scheduledExecutor();
  private final Future<?> periodic =
      executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS); // a shutdown ends it
  private final Future<?> delayed = executor.schedule(() -> true, 1, TimeUnit.HOURS);

  @Actor
  public void canceller() {
    Pace.aMoment();
    periodic.cancel(false);
  }

  @Actor
  public void shutsDown() {
    executor.shutdown();
  }

  @Arbiter
  public void after(ZZ_Result terminated) {
    terminated.r1 = executor.isTerminated();
    delayed.cancel(false);
    terminated.r2 = executor.isTerminated();
  }
}
