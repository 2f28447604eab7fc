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
 * Horizon, E1 and Horizon, E2: timers with one deadline are registered one after the other while a
 * horizon before it comes and goes, so that some are far and some are not, and the loop takes what
 * it marks.
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
  private final Timer[] armed = new Timer[TIMERS];
  private final List<Timer> taken = new ArrayList<>(TIMERS);

  @Actor
  public void registrar() {
    for (int i = 0; i < TIMERS; i++) {
      armed[i] = new TimerHandle(CARRIER, DEADLINE, () -> {});
      var _ = arrivals.offer(armed[i], arrivals.near[i % 2], TIME.nanoTime(), true);
    }
  }

  @Actor
  public void carrier() {
    turn();
    arrivals.horizon.open(TIME.nanoTime() - Horizon.SPAN / 2); // so it is time for a sweep
    turn();
    turn(); // too few came: there is no horizon any more
    turn();
  }

  private void turn() {
    arrivals.mark(TIME.nanoTime(), false, TIME);
    arrivals.take(Integer.MAX_VALUE, taken::add);
    var _ = arrivals.sweepFar(Integer.MAX_VALUE, taken::add);
  }

  @Arbiter
  public void after(I_Result wrong) {
    turn();
    turn();
    for (int i = 0; i < TIMERS; i++) {
      wrong.r1 += i < taken.size() && taken.get(i) == armed[i] ? 0 : 1;
    }
  }
}
