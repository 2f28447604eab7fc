package dev.escapement.loom.contract;

class BridgeContractInRealTimeTest extends BridgeContract {
  @Override
  World world() {
    return new World.Real();
  }
}
