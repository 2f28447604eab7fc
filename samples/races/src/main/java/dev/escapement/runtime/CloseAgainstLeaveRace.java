package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Driver, E1: a runtime is closed while the thread that drives it leaves. */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "the closer ends the runtime")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the closer parks while nobody drives")
@State
public class CloseAgainstLeaveRace {
  private static final Patience PATIENCE = new Patience();

  private final RacedLoop loop = new RacedLoop();
  private final Leaving leaving = new Leaving(loop);
  private volatile @Nullable Thread closer;

  @Actor
  public void driver(Z_Result sleepsOn) {
    leaving.drive();
    sleepsOn.r1 = PATIENCE.endsBefore(loop.carrier.life::isTerminated);
    LockSupport.unpark(closer); // lets it look again
  }

  @Actor
  public void closer() {
    closer = Thread.currentThread();
    leaving.await();
    loop.carrier.driver.close(0);
  }
}
