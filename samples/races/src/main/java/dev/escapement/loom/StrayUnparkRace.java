package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * SleepingThread, E1: somebody else unparks a thread that sleeps, shortly before its timer does.
 */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "it slept until its sleep was over")
@Outcome(id = "false", expect = FORBIDDEN, desc = "it went on too early")
@State
public class StrayUnparkRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile @Nullable Thread thread;
  private volatile boolean over;

  @Actor
  public void sleeper(Z_Result slept) {
    thread = Thread.currentThread();
    try {
      bridge.sleepUntil(RacedLoop.LATER);
      slept.r1 = loop.runtime().nanoTime() >= RacedLoop.LATER;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      over = true;
    }
  }

  @Actor
  public void carrier() {
    Pace.until(() -> thread != null);
    LockSupport.unpark(thread);
    loop.settleAt(RacedLoop.NOW); // takes the timer
    while (!over) {
      loop.settleAt(RacedLoop.LATER);
    }
  }
}
