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
 * Sleep, E3: sleeps are reset and polled elsewhere with other wakers while they fire, from the last
 * one on, so that both sides meet at one of them. Who fires must not take away a waker that it does
 * not call.
 */
@JCStressTest
@Outcome(
    id = "0",
    expect = ACCEPTABLE,
    desc = "each new waker was called, at the latest when the sleep fired again")
@Outcome(expect = FORBIDDEN, desc = "so many were not")
@State
public class RearmAgainstFireRace {
  private static final int SLEEPS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final Sleep[] sleeps = new Sleep[SLEEPS];
  private final Bell[] bells = new Bell[SLEEPS];

  public RearmAgainstFireRace() {
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
  public void resets() {
    for (int i = SLEEPS - 1; i >= 0; i--) {
      sleeps[i].moveTo(RacedLoop.LATER);
      Hand.poll(sleeps[i], bells[i]);
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.LATER);
    for (Bell bell : bells) {
      wrong.r1 += bell.hasRung() ? 0 : 1;
    }
  }
}
