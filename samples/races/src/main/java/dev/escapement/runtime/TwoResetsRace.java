package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Timer, E1: while the loop is parked, a sleep is put off by one thread and called forward by
 * another. Only one of the two sends a message, and the other may wake the loop too early to find
 * it.
 */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "put off, or the loop was woken")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the loop sleeps on past the nearer deadline")
@State
public class TwoResetsRace {
  private final RacedLoop loop = new RacedLoop();
  private final Sleep sleep = new Sleep(loop.carrier, 10_000);

  public TwoResetsRace() {
    Hand.poll(sleep, Waker.noop());
    loop.turn();
    loop.idle();
  }

  @Actor
  public void putsOff() {
    sleep.moveTo(20_000);
  }

  @Actor
  public void callsForward() {
    sleep.moveTo(RacedLoop.LATER);
    if (!loop.sleepsOn()) {
      loop.idle(); // it was woken, and the message may not be there yet
    }
  }

  @Arbiter
  public void after(Z_Result late) {
    late.r1 = loop.sleepsOn() && sleep.deadlineNanos() == RacedLoop.LATER;
  }
}
