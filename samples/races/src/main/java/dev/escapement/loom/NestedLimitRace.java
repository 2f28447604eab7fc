package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Limit, E3: a body ends that was too late while the limit around it fires. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the outer body was interrupted, no other")
@Outcome(expect = FORBIDDEN, desc = "the outer interrupt is lost, or one is left")
@State
public class NestedLimitRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile boolean begun;
  private volatile boolean bothFired;

  @Actor
  public void thread(ZZ_Result result) {
    try {
      new Limit(bridge, Duration.ofNanos(2), true).call(() -> result.r1 = outerBody());
    } catch (TimeoutException late) {
      // as it has to be
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
    result.r2 = Thread.interrupted();
  }

  private boolean outerBody() throws ExecutionException, InterruptedException {
    try {
      new Limit(bridge, Duration.ofNanos(1), true).call(this::innerBody);
    } catch (TimeoutException late) {
      // as it has to be
    }
    Pace.until(() -> bothFired);
    return Thread.currentThread().isInterrupted();
  }

  private boolean innerBody() {
    begun = true;
    Pace.until(() -> Thread.currentThread().isInterrupted());
    Pace.aMoment();
    return true;
  }

  @Actor
  public void carrier() {
    Pace.until(() -> begun);
    loop.settleAt(RacedLoop.NOW); // takes the timers
    loop.settleAt(RacedLoop.NOW + 1);
    loop.settleAt(RacedLoop.NOW + 2);
    bothFired = true;
  }
}
