package dev.escapement.loom.contract;

import java.time.Duration;

class BridgeContractInVirtualTimeTest extends BridgeContract {
  @Override
  World world() {
    return new World.Virtual(0, Duration.ZERO, 0);
  }
}
