package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** LoomLock, E1: two threads take the lock. */
@JCStressTest
@Outcome(id = "2, true", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "both at a time, or the owner was not known as such")
@State
public class LoomLockRace {
  private static final LoomBridge BRIDGE = LoomBridge.of(new RacedLoop().runtime());

  private final LoomLock lock = BRIDGE.lock();
  private int turns;
  private boolean refused;

  @Actor
  public void one() {
    turn();
  }

  @Actor
  public void other() {
    turn();
  }

  private void turn() {
    try {
      locked();
    } catch (IllegalMonitorStateException notTheOwner) {
      refused = true;
    }
  }

  private void locked() {
    lock.lock();
    try {
      turns++;
    } finally {
      lock.unlock();
    }
  }

  @Arbiter
  public void after(IZ_Result result) {
    result.r1 = turns;
    result.r2 = !refused;
  }
}
