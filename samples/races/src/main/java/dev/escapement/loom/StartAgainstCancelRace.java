package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** ThreadTask, E1: a forked thread is started while its task is cancelled. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "cancelled, and never started")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "started, and interrupted")
@Outcome(expect = FORBIDDEN, desc = "a thread that runs although it was cancelled before")
@State
public class StartAgainstCancelRace {
  private static final LoomBridge BRIDGE = LoomBridge.of(new RacedLoop().runtime());

  private final ThreadTask<Boolean> task = ThreadTask.forked(BRIDGE, "raced", null, () -> true);

  @Actor
  public void forker() {
    task.start();
  }

  @Actor
  public void canceller() {
    task.cancel();
  }

  @Arbiter
  public void after(ZZ_Result result) {
    result.r1 = task.thread().getState() != Thread.State.NEW;
    result.r2 = task.isInterruptedByOwner();
  }
}
