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
 * Sleep, E3: sleeps are polled elsewhere with other wakers while they fire, from the last one on,
 * so that both sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "each was seen to be over, or its waker was called")
@Outcome(expect = FORBIDDEN, desc = "so many are never polled again")
@State
public class SleepWakerRace {
  private static final int SLEEPS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final Sleep[] sleeps = new Sleep[SLEEPS];
  private final Bell[] bells = new Bell[SLEEPS];
  private final boolean[] over = new boolean[SLEEPS];

  public SleepWakerRace() {
    for (int i = 0; i < SLEEPS; i++) {
      bells[i] = new Bell();
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
  public void poller() {
    for (int i = SLEEPS - 1; i >= 0; i--) {
      over[i] = Hand.poll(sleeps[i], bells[i]);
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.LATER);
    for (int i = 0; i < SLEEPS; i++) {
      wrong.r1 += over[i] || bells[i].hasRung() ? 0 : 1;
    }
  }
}
