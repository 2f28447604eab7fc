package dev.escapement.runtime.contract;

import dev.escapement.runtime.sim.Simulation;

class TimerContractInVirtualTimeTest extends TimerContract {
  @Override
  World world() {
    return new World.Virtual(Simulation.seeded(0));
  }
}
