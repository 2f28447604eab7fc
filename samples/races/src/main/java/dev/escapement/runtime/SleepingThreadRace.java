package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * SleepingThread, E1: sleeps are looked at while they fire, from the last one on, so that both
 * sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "each that was over told when its thread was woken")
@Outcome(expect = FORBIDDEN, desc = "so many were over and told another time")
@State
public class SleepingThreadRace {
  private static final int SLEEPS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final SleepingThread[] sleeps = new SleepingThread[SLEEPS];

  public SleepingThreadRace() {
    for (int i = 0; i < SLEEPS; i++) {
      sleeps[i] = SleepingThread.start(loop.carrier, RacedLoop.LATER, RacedLoop.NOW);
    }
    loop.turn();
    loop.moveTo(RacedLoop.LATER);
  }

  @Actor
  public void carrier() {
    loop.turns(RacedLoop.TURNS);
  }

  @Actor
  public void sleeper(I_Result wrong) {
    for (int i = SLEEPS - 1; i >= 0; i--) {
      wrong.r1 += sleeps[i].isOver() && sleeps[i].wokenNanos() != RacedLoop.LATER ? 1 : 0;
    }
  }
}
