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
 * Timer, E1: sleeps are reset once more while the loop takes the messages of earlier resets, from
 * the last one on, so that both sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "the heap has the last deadline of each")
@Outcome(expect = FORBIDDEN, desc = "so many older deadlines are in it")
@State
public class ResetAgainstMessageRace {
  private static final int SLEEPS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final Sleep[] sleeps = new Sleep[SLEEPS];

  public ResetAgainstMessageRace() {
    for (int i = 0; i < SLEEPS; i++) {
      sleeps[i] = new Sleep(loop.carrier, 10_000);
      Hand.poll(sleeps[i], Waker.noop());
    }
    loop.turn();
    for (Sleep sleep : sleeps) {
      sleep.moveTo(20_000);
    }
  }

  @Actor
  public void carrier() {
    loop.turn();
  }

  @Actor
  public void resets() {
    for (int i = SLEEPS - 1; i >= 0; i--) {
      sleeps[i].moveTo(RacedLoop.LATER);
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.NOW);
    for (Sleep sleep : sleeps) {
      wrong.r1 += sleep.due == RacedLoop.LATER ? 0 : 1;
    }
  }
}
