package dev.escapement.runtime.contract;

import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;

/** Another order among what is ready, everything late, and a clock that starts below zero. */
class TimerContractInDisorderTest extends TimerContract {
  @Override
  World world() {
    return new World.Virtual(
        Simulation.builder()
            .seed(42)
            .lateness(Duration.ofMillis(1))
            .origin(Long.MIN_VALUE)
            .build());
  }
}
