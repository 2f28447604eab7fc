package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** LiveTasks, E1: another thread looks while the array grows. */
@JCStressTest
@Outcome(
    id = {"64", "65"},
    expect = ACCEPTABLE,
    desc = "without the new one, or with it")
@Outcome(expect = FORBIDDEN, desc = "tasks that live were not seen")
@State
public class LiveTasksRace {
  private static final int FULL = 64;

  private final RacedLoop loop = new RacedLoop();

  public LiveTasksRace() {
    loop.onCarrier(
        () -> {
          for (int i = 0; i < FULL; i++) {
            spawn();
          }
        });
  }

  private void spawn() {
    loop.carrier.begin(loop.carrier.cell(null, context -> Poll.pending(), "spawn"));
  }

  @Actor
  public void carrier() {
    loop.onCarrier(this::spawn);
  }

  @Actor
  public void reader(I_Result seen) {
    seen.r1 = loop.carrier.live.view().size();
  }
}
