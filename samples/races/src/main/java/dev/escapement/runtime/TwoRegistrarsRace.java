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
 * Merge, E1: timers are registered one after the other, each in another stripe than the one before,
 * as by threads that hand over to each other, while the loop takes what it marks.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "taken in the order of their registration")
@Outcome(expect = FORBIDDEN, desc = "so many were taken before an earlier one")
@State
public class TwoRegistrarsRace {
  private static final int TIMERS = 32;
  private static final SystemTime TIME = new SystemTime(LagMode.PRECISE);
  private static final Carrier CARRIER = new RacedLoop().carrier;

  private final Arrivals arrivals = new Arrivals(true, Integer.MAX_VALUE);
  private final List<Timer> taken = new ArrayList<>(TIMERS);

  @Actor
  public void registrar() {
    int stripes = arrivals.near.length;
    for (int i = 0; i < TIMERS; i++) {
      Timer timer = new TimerHandle(CARRIER, i, () -> {});
      arrivals.near[(i * 3) % stripes].offer(timer, TIME.nanoTime(), true);
    }
  }

  @Actor
  public void carrier() {
    take();
    take();
  }

  private void take() {
    arrivals.mark(TIME.nanoTime(), false, TIME);
    arrivals.take(Integer.MAX_VALUE, taken::add);
  }

  @Arbiter
  public void after(I_Result wrong) {
    take();
    for (int i = 0; i < TIMERS; i++) {
      wrong.r1 += i < taken.size() && taken.get(i).due == i ? 0 : 1;
    }
  }
}
