package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.RacedLoop;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Scope, E1: a thread is forked in a scope while that is stopped. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "the thread was cancelled")
@Outcome(id = "false", expect = FORBIDDEN, desc = "the thread runs on in a scope that is over")
@State
public class ForkAgainstStopRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile boolean opened;
  private @Nullable JoinHandle<Boolean> child;

  @Actor
  public void owner() {
    Scope scope = bridge.openScope().limit(Duration.ofNanos(1));
    opened = true;
    child = scope.fork("raced", ForkAgainstStopRace::untilInterrupted);
  }

  private static boolean untilInterrupted() {
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
    return true;
  }

  @Actor
  public void carrier() {
    Pace.until(() -> opened);
    loop.settleAt(RacedLoop.NOW); // takes the timer
    Pace.aMoment();
    loop.settleAt(RacedLoop.LATER);
  }

  @Arbiter
  public void after(Z_Result result) {
    loop.settleAt(RacedLoop.LATER);
    result.r1 = child != null && child.isDone();
  }
}
