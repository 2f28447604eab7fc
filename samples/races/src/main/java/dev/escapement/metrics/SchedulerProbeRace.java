package dev.escapement.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** SchedulerProbe, E1: somebody reads the delay while the probe gets its turn. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "the delay of the probe is known")
@Outcome(id = "false", expect = FORBIDDEN, desc = "as if there had been none")
@State
public class SchedulerProbeRace {
  private final List<Runnable> waiting = new ArrayList<>(1);
  private final SchedulerProbe probe = new SchedulerProbe(waiting::add);

  public SchedulerProbeRace() {
    probe.launch();
  }

  @Actor
  public void scheduler() {
    waiting.getFirst().run();
  }

  @Actor
  public void reader(Z_Result known) {
    known.r1 = probe.delayNanos() > 0;
  }
}
