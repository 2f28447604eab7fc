package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Idling, E1: a runtime is closed while its loop is about to park. */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "seen, or the loop was woken")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the loop of a closed runtime sleeps on")
@State
public class CloseAgainstParkRace {
  private final RacedLoop loop = new RacedLoop();

  @Actor
  public void carrier() {
    loop.idle();
  }

  @Actor
  public void closer() {
    loop.carrier.requestClose(0);
  }

  @Arbiter
  public void after(Z_Result sleepsOn) {
    sleepsOn.r1 = loop.sleepsOn() && loop.carrier.life.isClosed();
  }
}
