package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Stripe, E2; Stripe, E3: timers are cancelled elsewhere while the loop takes them, from the last
 * one on, so that both sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "32, 32, 0", expect = ACCEPTABLE, desc = "each was counted and is gone")
@Outcome(expect = FORBIDDEN, desc = "so many were scheduled, cancelled, and are still there")
@State
public class WithdrawRace {
  private static final int TIMERS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final TimerHandle[] timers = new TimerHandle[TIMERS];

  public WithdrawRace() {
    for (int i = 0; i < TIMERS; i++) {
      timers[i] = loop.carrier.runtime.schedule(Duration.ofHours(1), () -> {});
    }
  }

  @Actor
  public void carrier() {
    loop.turn();
  }

  @Actor
  public void canceller() {
    for (int i = TIMERS - 1; i >= 0; i--) {
      timers[i].cancel();
    }
  }

  @Arbiter
  public void after(III_Result counted) {
    loop.settleAt(RacedLoop.LATER);
    RuntimeSnapshot.Timers told = loop.carrier.runtime.snapshot().timers();
    counted.r1 = (int) told.scheduled();
    counted.r2 = (int) told.cancelled();
    counted.r3 = loop.pendingTimers();
  }
}
