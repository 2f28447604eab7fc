package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Timer, E2: timers are cancelled elsewhere while they fire, from the last one on, so that both
 * sides meet at one of them.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "each fired and was called back, or was cancelled")
@Outcome(expect = FORBIDDEN, desc = "so many were both or neither")
@State
public class CancelAgainstFireRace {
  private static final int TIMERS = 32;

  private final RacedLoop loop = new RacedLoop();
  private final TimerHandle[] timers = new TimerHandle[TIMERS];
  private final boolean[] calledBack = new boolean[TIMERS];
  private final boolean[] cancelled = new boolean[TIMERS];

  public CancelAgainstFireRace() {
    for (int i = 0; i < TIMERS; i++) {
      int number = i;
      timers[i] =
          loop.carrier.runtime.schedule(Duration.ofNanos(1), () -> calledBack[number] = true);
    }
    loop.turn();
    loop.moveTo(RacedLoop.NOW + 1);
  }

  @Actor
  public void carrier() {
    loop.turns(RacedLoop.TURNS);
  }

  @Actor
  public void canceller() {
    for (int i = TIMERS - 1; i >= 0; i--) {
      cancelled[i] = timers[i].cancel();
    }
  }

  @Arbiter
  public void after(I_Result wrong) {
    loop.settleAt(RacedLoop.LATER);
    for (int i = 0; i < TIMERS; i++) {
      boolean fired = timers[i].isFired();
      wrong.r1 += fired == cancelled[i] || fired != calledBack[i] ? 1 : 0;
    }
  }
}
