package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** RunGate, E1: two runs come due while two others end. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "both have begun")
@Outcome(expect = FORBIDDEN, desc = "so many wait beside a free permit")
@State
public class RunGateRace {
  private final RacedLoop loop = new RacedLoop();

  /** All permits are taken. */
  private final LoomScheduledExecutor executor =
      new LoomScheduledExecutor(LoomBridge.of(loop.runtime()), 0);

  private final List<ScheduledRun<?>> runs = new ArrayList<>(2);

  @Actor
  public void comes() {
    for (int i = 0; i < 2; i++) {
      runs.add(executor.submit("raced", RunGateRace::untilInterrupted, RacedLoop.NOW, 0));
    }
  }

  private static boolean untilInterrupted() {
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
    return true;
  }

  @Actor
  public void ends() {
    executor.ranOnce();
    executor.ranOnce();
  }

  @Arbiter
  public void after(I_Result waiting) {
    for (ScheduledRun<?> run : runs) {
      waiting.r1 += run.takeBack() ? 1 : 0;
    }
  }
}
