package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.sim.Simulation;
import dev.escapement.runtime.sim.SimulationException;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Rider, E1: the loop of a simulation and two threads hand one another the baton. */
@JCStressTest
@Outcome(id = "20", expect = ACCEPTABLE, desc = "no step was lost")
@Outcome(expect = FORBIDDEN, desc = "two of them ran at a time, or one was not seen to end")
@State
public class BatonRace {
  private static final int STEPS = 10;

  private int steps;

  @Actor
  public void loop(I_Result result) {
    try (Simulation simulation = Simulation.seeded(0)) {
      LoomBridge bridge = LoomBridge.of(simulation.runtime());
      var _ =
          simulation.run(
              Tasks.joinAll(
                  List.of(
                      bridge.blocking(() -> steps(bridge)), bridge.blocking(() -> steps(bridge)))));
      result.r1 = steps;
    } catch (SimulationException stuck) {
      result.r1 = -1;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean steps(LoomBridge bridge) throws InterruptedException {
    for (int i = 0; i < STEPS; i++) {
      steps++;
      bridge.sleep(Duration.ofNanos(1));
    }
    return true;
  }
}
