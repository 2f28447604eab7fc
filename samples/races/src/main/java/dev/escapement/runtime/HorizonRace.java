package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Horizon, E1: timers with one deadline are registered one after the other while a horizon before
 * it comes and goes, so that some are far and some are not, and the loop takes what it marks.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "taken in the order of their registration")
@Outcome(expect = FORBIDDEN, desc = "so many were taken before an earlier one")
@State
public class HorizonRace {
  private static final int TIMERS = 32;
  private static final long DEADLINE = Long.MAX_VALUE / 2;
  private static final SystemTime TIME = new SystemTime(LagMode.PRECISE);
  private static final Carrier CARRIER = new RacedLoop().carrier;

  private final Arrivals arrivals = new Arrivals(true, Integer.MAX_VALUE);
  private final List<Timer> taken = new ArrayList<>(TIMERS);

  @Actor
  public void registrar() {
    for (int i = 0; i < TIMERS; i++) {
      Timer timer = new TimerHandle(CARRIER, i, () -> {});
      Stripe stripe = arrivals.stripes[i % 2];
      var _ = arrivals.offer(timer, DEADLINE, stripe, TIME.nanoTime(), true);
    }
  }

  @Actor
  public void carrier() {
    arrivals.horizon.open(TIME.nanoTime());
    take(false);
    arrivals.sweepFar(TIME.nanoTime(), Integer.MAX_VALUE, taken::add);
    take(true);
    take(false);
  }

  /** What is far is taken, too, if the runtime drains. */
  private void take(boolean draining) {
    arrivals.mark(TIME.nanoTime(), draining, TIME);
    arrivals.take(Integer.MAX_VALUE, taken::add);
  }

  @Arbiter
  public void after(I_Result wrong) {
    take(true);
    take(true);
    for (int i = 0; i < TIMERS; i++) {
      wrong.r1 += i < taken.size() && taken.get(i).due == i ? 0 : 1;
    }
  }
}
