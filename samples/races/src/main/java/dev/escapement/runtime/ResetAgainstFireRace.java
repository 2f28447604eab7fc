package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Timer, E1: sleeps that are due are put off elsewhere while they fire, from the last one on, so
 * that both sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "all are armed again, and over at the new deadline")
@Outcome(expect = FORBIDDEN, desc = "so many new deadlines were lost")
@State
public class ResetAgainstFireRace {
  private static final int SLEEPS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final Sleep[] sleeps = new Sleep[SLEEPS];

  public ResetAgainstFireRace() {
    for (int i = 0; i < SLEEPS; i++) {
      sleeps[i] = new Sleep(loop.carrier, RacedLoop.NOW + 1);
      Hand.poll(sleeps[i], Waker.noop());
    }
    loop.turn();
    loop.moveTo(RacedLoop.NOW + 1);
  }

  @Actor
  public void carrier() {
    loop.turns(RacedLoop.TURNS);
  }

  @Actor
  public void resets() {
    for (int i = SLEEPS - 1; i >= 0; i--) {
      sleeps[i].moveTo(RacedLoop.LATER);
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.LATER - 1);
    wrong.r1 = SLEEPS - loop.carrier.timers.size();
    loop.settleAt(RacedLoop.LATER);
    for (Sleep sleep : sleeps) {
      wrong.r1 += sleep.phase() == Timer.FIRED ? 0 : 1;
    }
  }
}
