package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Inbox, E2; Stripe, E1: a timer is armed elsewhere while the loop is about to park. */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "taken, or the loop was woken")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the loop sleeps on beside a timer")
@State
public class TimerParkRace {
  private final RacedLoop loop = new RacedLoop();

  @Actor
  public void carrier() {
    loop.idle();
  }

  @Actor
  public void scheduler() {
    loop.carrier.runtime.schedule(Duration.ofNanos(1), () -> {});
  }

  @Arbiter
  public void after(Z_Result lost) {
    lost.r1 = loop.sleepsOn() && !loop.carrier.inbox.isEmpty();
  }
}
