package dev.escapement.loom.contract;

import java.time.Duration;

/** Another order among what is ready, everything late, and a clock that starts below zero. */
class BridgeContractInDisorderTest extends BridgeContract {
  @Override
  World world() {
    return new World.Virtual(42, Duration.ofMillis(1), Long.MIN_VALUE);
  }
}
